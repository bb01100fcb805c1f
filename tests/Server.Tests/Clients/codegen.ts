import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

// Types and documents for each role that has a schema file. FULL is the full schema, for documents of several roles.
const roles = readdirSync('generated/schemas').map(file => basename(file, '.graphql'));

const scalars = { Date: 'string', DateTime: 'string' };

const config: CodegenConfig = {
  importExtension: '.js',
  generates: Object.fromEntries(roles.flatMap(role => {
    const schema = `generated/schemas/${role}.graphql`;
    return [
      [`generated/${role}/`, {
        schema,
        documents: `documents/${role}.graphql`,
        preset: 'client',
        // Apollo Client selects __typename everywhere, so the manifest's documents need it too.
        documentTransforms: [addTypenameSelectionDocumentTransform],
        presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
        config: { scalars, useTypeImports: true },
      }],
      [`generated/${role}/types.ts`, { schema, plugins: ['typescript'], config: { scalars, useTypeImports: true } }],
      [`generated/${role}/possibleTypes.ts`, { schema, plugins: ['fragment-matcher'], config: { useExplicitTyping: true } }],
    ];
  })),
};

export default config;
