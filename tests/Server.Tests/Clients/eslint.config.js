import graphql from '@graphql-eslint/eslint-plugin';

// The schema's rules, recommended and Relay, as errors. Where one cannot hold, it is narrowed here, with the reason.
const { '@graphql-eslint/naming-convention': [, naming], ...recommended } = graphql.configs['flat/schema-recommended'].rules;

export default [{
  files: ['**/*.graphql'],
  plugins: { '@graphql-eslint': graphql },
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: process.env.SCHEMA } },
  },
  rules: {
    ...recommended,
    ...graphql.configs['flat/schema-relay'].rules,

    '@graphql-eslint/naming-convention': ['error', {
      ...naming,
      'ObjectTypeDefinition,ObjectTypeExtension': {
        ...naming['ObjectTypeDefinition,ObjectTypeExtension'],
        // ActivityType is the field's own term (a kind of activity); TypePermission is a permission on a type.
        ignorePattern: '^(ActivityType|TypePermission)$',
      },
    }],

    // Lists that are short and closed (the 98 municipalities, the languages a person speaks) are no pages, and
    // connections have `nodes` beside `edges`. A consent is a version in one person's history and no node: it is read
    // with the person, whose id is the only one that anybody needs.
    '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],

    '@graphql-eslint/strict-id-in-types': ['error', {
      exceptions: {
        // Pages, answers of mutations, and figures of a report: made for one answer.
        suffixes: ['Connection', 'Edge', 'Payload', 'Error', 'Coverage', 'Figures', 'Report'],
        types: [
          'PageInfo', 'Viewer', 'TypePermission',
          // Reference data with a public code or key of its own, by which everyone else knows it too.
          'ActivityType', 'Region', 'Municipality', 'Language', 'Nationality',
          // An event: told once, and nothing that could be asked for again.
          'ConsentChange',
          // Answers to a question, put together for it.
          'AccessExplanation', 'Holder',
          // Parts of a person or a place, which are nothing without it.
          'Address', 'Caseworker', 'Consent', 'ConsentGrant', 'HandoverInterview', 'PersonName', 'Position', 'WithheldField',
        ],
      },
    }],
  },
}];
