// Processes documents with the reference implementation. Reads one JSON request per line, writes one JSON response per line.
import { createInterface } from 'node:readline';
import {
  GraphQLError,
  buildSchema,
  execute,
  getVariableValues,
  parse,
  parseType,
  parseValue,
  print,
  printIntrospectionSchema,
  printSchema,
  specifiedRules,
  stripIgnoredCharacters,
  validate,
  validateSchema,
} from 'graphql';
import { resolveField, resolveType, text } from './stubs.mjs';

const schemas = new Map();

// @defer and @stream are not part of the specification.
const rules = specifiedRules.filter((rule) => !/^(Defer|Stream)/.test(rule.name));

const unnamed = new Set(['kind', 'loc']);

/** A tree as text: kind, place, and what is set, in the order of names. */
function dump(node) {
  if (Array.isArray(node)) {
    return '[' + node.map(dump).join(' ') + ']';
  }
  if (node === null || typeof node !== 'object') {
    return typeof node === 'string' ? quote(node) : JSON.stringify(node);
  }
  const parts = Object.keys(node)
    .filter((key) => !unnamed.has(key) && isSet(node[key]))
    .sort()
    .map((key) => `${key}:${dump(node[key])}`);
  return `${node.kind}@${node.loc.start}-${node.loc.end}(${parts.join(' ')})`;
}

function quote(text) {
  const escape = (c) => '\\u' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return '"' + text.replace(/[^ !#-[\]-~]/g, escape) + '"';
}

function isSet(value) {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

function syntaxError(error) {
  if (!(error instanceof GraphQLError)) {
    throw error;
  }
  const [{ line, column }] = error.locations;
  return { error: { message: error.message.toWellFormed(), line, column } };
}

function readTree(source) {
  try {
    const document = parse(source);
    return { tree: dump(document), printed: print(document) };
  } catch (error) {
    return syntaxError(error);
  }
}

function strip(source) {
  try {
    return { printed: stripIgnoredCharacters(source) };
  } catch (error) {
    return syntaxError(error);
  }
}

const places = (error) => (error.locations ?? []).map(({ line, column }) => [line, column]);

function failure(error) {
  return { message: error.message, path: error.path ? JSON.stringify(error.path) : null, locations: places(error) };
}

/** Coerced variables as text, or what is wrong with them. */
function coerce(schema, { source, variables }) {
  const [operation] = parse(source).definitions;
  const { errors, variableValues } = getVariableValues(schema, operation.variableDefinitions ?? [], JSON.parse(variables));
  return errors ? { errors: errors.map(failure) } : { values: text(variableValues.coerced) };
}

/** An answer of the stubs: data as JSON, or none if the request was refused; and the order of calls. */
function run(schema, { source, variables, operationName }) {
  const calls = [];
  const { data, errors } = execute({
    schema,
    document: parse(source),
    variableValues: JSON.parse(variables),
    operationName,
    contextValue: { calls },
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  return {
    data: data === undefined ? null : JSON.stringify(data),
    errors: (errors ?? []).map(failure),
    calls: calls.filter((call, i) => call !== '.' || calls[i - 1] !== '.').join(' '),
  };
}

function readAlone(read, source) {
  try {
    return { printed: print(read(source)) };
  } catch (error) {
    return syntaxError(error);
  }
}

/** All errors with the rule that found each: every rule reports into a context of its own. */
function check(schema, source) {
  let document;
  try {
    document = parse(source);
  } catch (error) {
    return syntaxError(error);
  }
  const tagged = rules.map((create) => (context) =>
    create(
      Object.create(context, {
        reportError: {
          value: (error) => {
            error.rule = create.name;
            context.reportError(error);
          },
        },
      }),
    ));
  const errors = validate(schema, document, tagged, { maxErrors: Infinity });
  return {
    errors: errors.map((error) => ({
      rule: (error.rule ?? 'Limit').replace(/Rule$/, ''),
      message: error.message,
      locations: places(error),
    })),
  };
}

function addSchema({ name, sdl }) {
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  schemas.set(name, schema);
  return {
    printed: printSchema(schema),
    introspection: printIntrospectionSchema(schema),
    problems: validateSchema(schema).map((error) => error.message),
  };
}

const answers = {
  rules: () => rules.map((rule) => rule.name.replace(/Rule$/, '')),
  schema: addSchema,
  parse: ({ sources }) => sources.map(readTree),
  strip: ({ sources }) => sources.map(strip),
  value: ({ sources }) => sources.map((source) => readAlone(parseValue, source)),
  type: ({ sources }) => sources.map((source) => readAlone(parseType, source)),
  validate: ({ schema, sources }) => sources.map((source) => check(schemas.get(schema), source)),
  coerce: ({ schema, requests }) => requests.map((request) => coerce(schemas.get(schema), request)),
  execute: ({ schema, requests }) => requests.map((request) => run(schemas.get(schema), request)),
};

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = { result: answers[request.op](request) };
  } catch (error) {
    answer = { failure: String(error.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
