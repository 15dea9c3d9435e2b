import { Error as MongooseError, Schema, type SchemaType } from 'mongoose';
import { isRecord } from '../type-guards.ts';

/** Throws mongoose's `ValidationError` for a document that is not as its schema declares it. */
export type Validator = (document: object) => void;

type Fault = {
  /** From the outermost field on. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  /** The validator that failed, with its message and bounds. */
  readonly rule: Partial<SchemaType['validators'][number]>;
};
type Check = (value: unknown, owner: object) => Fault | undefined;

const NOT_DECLARED = { type: 'strict', message: 'Field `{PATH}` is not in the schema.' };

/** Whether a value has a type, by the names that mongoose gives to types. */
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  Number: Number.isFinite,
  Boolean: (value) => typeof value === 'boolean',
  Mixed: () => true,
  Embedded: isRecord,
  Array: Array.isArray,
};

/**
 * Builds a function that runs a schema's validators, which must be synchronous, on plain documents. mongoose
 * runs them on hydrated documents only, which costs a hundred times as much
 * (docs/adr/0018-mongoose-schemas.md).
 *
 * A value of another type than declared is refused; mongoose would convert it. The condition of a field that
 * is required at times gets the object that contains the field as `this`.
 *
 * @param name the schema's name in the error's message
 */
export function createValidator(name: string, schema: Schema): Validator {
  const check = createObjectCheck(schema);
  return (document) => {
    const fault = check(document, document);
    if (!fault) return;
    const path = fault.path.join('.');
    const { message, ...rule } = fault.rule;
    const { value } = fault;
    const text = typeof message === 'function' ? message({ path, fullPath: path, value }) : message;
    const cause = new MongooseError.ValidatorError({
      ...rule,
      ...(text ? { message: text } : {}),
      path,
      value,
    });
    const error = new MongooseError.ValidationError();
    error.addError(path, cause);
    error.message = `${name}: ${cause.message}`;
    throw error;
  };
}

function createObjectCheck(schema: Schema): Check {
  const checks = new Map<string, Check>();
  schema.eachPath((field, type) => void checks.set(field, createFieldCheck(type)));
  return (value) => {
    if (!isRecord(value)) return { path: [], value, rule: typeRule('Embedded') };
    for (const field in value)
      if (!checks.has(field)) return { path: [field], value: value[field], rule: NOT_DECLARED };
    for (const [field, check] of checks) {
      const fault = check(value[field], value);
      if (fault) return within(field, fault);
    }
    return undefined;
  };
}

function createFieldCheck(type: SchemaType): Check {
  const { instance, validators } = type;
  const hasType = TYPES[instance];
  if (!hasType) throw new Error(`There is no check for a field of type ${instance}: ${type.path}`);
  const checkNested = nestedCheck(type);

  return (value, owner) => {
    const isGiven = value !== undefined && value !== null;
    if (isGiven && !hasType(value)) return { path: [], value, rule: typeRule(instance) };
    for (const rule of validators) {
      if (value === undefined && rule.type !== 'required') continue;
      if (typeof rule.validator === 'function' && !rule.validator.call(owner, value))
        return { path: [], value, rule };
    }
    if (!isGiven || !checkNested) return undefined;
    if (!Array.isArray(value)) return checkNested(value, owner);
    for (const [index, item] of value.entries()) {
      const fault = checkNested(item, owner);
      if (fault) return within(index, fault);
    }
    return undefined;
  };
}

/** The check of an embedded object, or of each item of a list. */
function nestedCheck(type: SchemaType): Check | undefined {
  if (type.schema) return createObjectCheck(type.schema);
  return type instanceof Schema.Types.Array ? createFieldCheck(type.embeddedSchemaType) : undefined;
}

function typeRule(instance: string): Fault['rule'] {
  return { type: 'type', message: `Path \`{PATH}\` is not of type ${instance}.` };
}

function within(field: string | number, fault: Fault): Fault {
  return { ...fault, path: [field, ...fault.path] };
}
