// Lint rules of our own. Redocly looks at neither side of a union's mapping, and takes a schema without a word on it.

/** The constant or the constants that a variant allows for the tag, or undefined where it does not pin it. */
function tagsOf(variant, tag, resolve, location) {
  const property = follow(variant?.properties?.[tag], resolve, location);
  return property?.const === undefined ? property?.enum : [property.const];
}

function follow(schema, resolve, location) {
  if (!schema?.$ref) return schema;
  return resolve(schema, location).node;
}

const forUnions = check => () => ({
  Schema(schema, context) {
    if (schema.oneOf && schema.discriminator) check(schema, context);
  },
});

/** Each variant stands in the mapping, and the mapping leads to variants only. */
const mappingNamesTheVariants = forUnions((schema, {report, location}) => {
  const targets = Object.values(schema.discriminator.mapping ?? {});
  const variants = schema.oneOf.map(v => v.$ref);
  for (const [key, target] of Object.entries(schema.discriminator.mapping ?? {}))
    if (!variants.includes(target))
      report({message: `Mapping \`${key}\` leads to ${target}, which is no variant of this union.`, location: location.child(['discriminator', 'mapping', key])});
  variants.forEach((variant, i) => {
    if (!targets.includes(variant))
      report({message: `Variant ${variant ?? `number ${i}, which is not a reference,`} is missing in the mapping.`, location: location.child(['oneOf', i])});
  });
});

/** The mapping's keys for a variant are exactly the constants that the variant allows for its tag. */
const mappingAgreesWithTheConstants = forUnions((schema, {report, location, resolve}) => {
  const mapping = Object.entries(schema.discriminator.mapping ?? {});
  for (const target of new Set(mapping.map(([, t]) => t))) {
    const resolved = resolve({$ref: target});
    const keys = mapping.filter(([, t]) => t === target).map(([k]) => k);
    const tags = tagsOf(resolved.node, schema.discriminator.propertyName, resolve, resolved.location?.source?.absoluteRef);
    if (!tags)
      report({message: `${target} does not pin \`${schema.discriminator.propertyName}\` by const or enum.`, location: location.child(['discriminator', 'mapping'])});
    else if (tags.length !== keys.length || tags.some(t => !keys.includes(t)))
      report({message: `The mapping calls ${target} ${keys.join(', ')}; its own \`${schema.discriminator.propertyName}\` is ${tags.join(', ')}.`, location: location.child(['discriminator', 'mapping'])});
  }
});

/** A variant that does not require its tag cannot be told from the others. */
const variantsRequireTheTag = forUnions((schema, {report, location, resolve}) => {
  schema.oneOf.forEach((variant, i) => {
    if (!follow(variant, resolve)?.required?.includes(schema.discriminator.propertyName))
      report({message: `The variant does not require \`${schema.discriminator.propertyName}\`.`, location: location.child(['oneOf', i])});
  });
});

/** Every named schema and every property says what it is: itself, by its reference, or by its constant. */
const everythingIsDescribed = () => {
  const described = schema => schema.description || schema.$ref || schema.const !== undefined;
  return {
    NamedSchemas: {
      Schema(schema, {report, location, key}) {
        if (!described(schema) && typeof key === 'string' && location.pointer.split('/').length === 4) report({message: `Schema ${key} has no description.`, location});
      },
    },
    SchemaProperties(properties, {report, location}) {
      // A branch of allOf narrows members that are described where they come from.
      if (location.pointer.includes('/allOf/')) return;
      for (const [name, property] of Object.entries(properties))
        if (!described(property)) report({message: `Property \`${name}\` has no description.`, location: location.child([name])});
    },
  };
};

export default () => ({
  id: 'contract',
  rules: {
    oas3: {
      'mapping-names-the-variants': mappingNamesTheVariants,
      'mapping-agrees-with-the-constants': mappingAgreesWithTheConstants,
      'variants-require-the-tag': variantsRequireTheTag,
      'everything-is-described': everythingIsDescribed,
    },
  },
});
