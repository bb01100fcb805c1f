import graphql from '@graphql-eslint/eslint-plugin';

// The recommended and Relay schema rules, as errors. Exceptions are listed here with their reasons.
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

    // Short, closed lists (the 98 municipalities, a person's languages) are not paged, and connections have `nodes`
    // beside `edges`. A consent is a version in one person's history and not a node: it is read with the person, by the
    // person's id.
    '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],

    '@graphql-eslint/strict-id-in-types': ['error', {
      exceptions: {
        // Pages, payloads of mutations, and figures of a report: they exist in one response only.
        suffixes: ['Connection', 'Edge', 'Payload', 'Error', 'Coverage', 'Figures', 'Report'],
        types: [
          'PageInfo', 'Viewer', 'TypePermission',
          // Reference data, identified by a public code or key.
          'ActivityType', 'Region', 'Municipality', 'Language', 'Nationality',
          // An event: sent once, and not readable again.
          'ConsentChange',
          // Results computed for one request.
          'AccessExplanation', 'Holder',
          // Parts of a person or a place, which do not exist on their own.
          'Address', 'Caseworker', 'Consent', 'ConsentGrant', 'HandoverInterview', 'PersonName', 'Position', 'WithheldField',
        ],
      },
    }],
  },
}];
