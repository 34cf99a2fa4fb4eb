/** The part of JSON Schema that the OpenAPI file uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean;
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Everything in which a value differs from a schema, as "path: problem". */
export function differences(
  value: unknown,
  schema: JsonSchema,
  named: Readonly<Record<string, JsonSchema>>,
  path = '',
): string[] {
  if (schema.$ref !== undefined) {
    const target = named[schema.$ref.replace('#/components/schemas/', '')];
    return target ? differences(value, target, named, path) : [`${path}: ${schema.$ref} is not described`];
  }
  if (schema.oneOf) {
    const fits = schema.oneOf.some((choice) => differences(value, choice, named, path).length === 0);
    return fits ? [] : [`${path}: fits none of the choices`];
  }
  if (schema.enum && !schema.enum.includes(value as string)) return [`${path}: not one of ${schema.enum.join(', ')}`];
  if (schema.type !== undefined && !isOfType(value, schema.type)) return [`${path}: no ${schema.type}`];
  if (Array.isArray(value)) {
    return value.flatMap((element, index) =>
      differences(element, schema.items ?? {}, named, `${path}[${String(index)}]`),
    );
  }
  if (typeof value !== 'object' || value === null || schema.type !== 'object') return [];
  const missing = (schema.required ?? [])
    .filter((name) => !(name in value))
    .map((name) => `${path}.${name}: is missing`);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const described = schema.properties?.[name];
    if (described) return differences(member, described, named, `${path}.${name}`);
    return schema.additionalProperties === false ? [`${path}.${name}: is not described`] : [];
  });
  return [...missing, ...members];
}

function isOfType(value: unknown, type: NonNullable<JsonSchema['type']>): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
