// Resolvers that derive every value, null and error from the path of the field, exactly like StubResolvers.cs. Fields
// whose names start with "some", "none", "fail", "wrong" or "holes" always have a value, null, an error, a value that the
// type cannot represent, or a null in each innermost list.
import {
  getNullableType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isScalarType,
  isUnionType,
} from 'graphql';

export function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Coerced values as text: absent fields are absent, numbers are exact, names are sorted. */
export function text(value) {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (typeof value === 'string') {
    return JSON.stringify(value.length) + value;
  }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? String(value + 0) : bits(value);
  }
  if (typeof value !== 'object') {
    return String(value);
  }
  return Array.isArray(value)
    ? `[${value.map(text).join(',')}]`
    : `{${Object.keys(value).sort().map((key) => `${key}:${text(value[key])}`).join(',')}}`;
}

function bits(number) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return view.getBigUint64(0).toString(16);
}

export function resolveField(source, args, context, info) {
  const parent = source?.hash ?? hash(info.parentType.name);
  const place = hash(`${parent}/${info.fieldName}${text(args)}`);
  context.calls.push(source === undefined ? info.fieldName : '.');
  const way = (/^(some|none|fail|wrong|holes)/.exec(info.fieldName) ?? [])[0];
  if (way === 'fail' || (way === undefined && place % 100 < 3)) {
    throw new Error('Thrown by a stub.');
  }
  return way === 'none' ? null : make(info.returnType, place, info.schema, way);
}

export const resolveType = (value) => value.type;

function make(type, place, schema, way) {
  const isNull = way === undefined && place % 100 < (isNonNullType(type) ? 5 : 12);
  return isNull ? null : makeValue(isNonNullType(type) ? type.ofType : type, hash(`${place}`), schema, way);
}

function makeValue(type, place, schema, way) {
  if (isListType(type)) {
    const isHole = (i) => way === 'holes' && i === 1 && !isListType(getNullableType(type.ofType));
    return Array.from({ length: way === undefined ? place % 4 : 3 }, (_, i) =>
      isHole(i) ? null : make(type.ofType, hash(`${place}/${i}`), schema, way));
  }
  const isWrong = way === undefined ? place % 40 === 0 : way === 'wrong';
  if (isEnumType(type)) {
    const names = type.getValues().map((value) => value.name);
    return isWrong ? 'NO_SUCH_VALUE' : names[place % names.length];
  }
  if (isScalarType(type)) {
    return isWrong ? wrongLeaf(type.name, place) : leaf(type.name, place);
  }
  return { type: objectType(type, place, isWrong, schema), hash: place };
}

function objectType(type, place, isWrong, schema) {
  if (!isInterfaceType(type) && !isUnionType(type)) {
    return type.name;
  }
  const names = schema.getPossibleTypes(type).map((possible) => possible.name).sort();
  return isWrong ? schema.getQueryType().name : names[place % names.length];
}

function leaf(scalar, place) {
  switch (scalar) {
    case 'Int':
      return (place % 2001) - 1000;
    case 'Float':
      return ((place % 20001) - 10000) / 8;
    case 'Boolean':
      return place % 2 === 0;
    case 'ID':
      return place % 2 === 0 ? place : `id${place}`;
    default:
      return ['', 'blåbær 😀 "\\\n\u0001', `text ${place}`][place % 3];
  }
}

/** What the scalar cannot represent; a scalar without code takes everything. */
function wrongLeaf(scalar, place) {
  switch (scalar) {
    case 'Int':
      return place % 80 === 0 ? 2147483648 : 'x';
    case 'Float':
      return place % 80 === 0 ? NaN : 'x';
    case 'Boolean':
      return 'x';
    case 'ID':
      return 1.5;
    case 'String':
      return {};
    default:
      return place;
  }
}
