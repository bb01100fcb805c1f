// Prints the microseconds that the reference implementation takes to parse and validate a document.
// node benchmark.mjs <schema.graphql> <document.graphql> <seconds>
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';

const [schemaFile, documentFile, seconds] = process.argv.slice(2);
const schema = buildSchema(readFileSync(schemaFile, 'utf8'));
const document = readFileSync(documentFile, 'utf8');

function measure(duration) {
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < duration) {
    for (let i = 0; i < 100; i++, count++) {
      if (validate(schema, parse(document)).length > 0) {
        throw new Error('The document is not valid.');
      }
    }
  }
  return ((performance.now() - began) * 1000) / count;
}

measure(1000);
process.stdout.write(String(measure(Number(seconds) * 1000)));
