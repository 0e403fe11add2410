namespace PostPress.Lowering;

/// <summary>Finds how the variants of a union are identified, and which properties they share.</summary>
internal static class Unions
{
    public static void Complete(UnionType union)
    {
        if (union.Discriminator is null)
        {
            TellVariants(union);
        }
        else
        {
            CheckDiscriminator(union, union.Discriminator);
        }

        ShareProperties(union);
    }

    private static void CheckDiscriminator(UnionType union, string discriminator)
    {
        var place = Place.Schema(union.Schema);
        foreach (var variant in union.Variants)
        {
            Property property = variant.Properties.Find(property => property.Wire == discriminator)
                ?? throw new LoweringException(Place.Schema(variant.Schema), $"lacks '{discriminator}', the discriminator of '{union.Schema}'; add it as a const.");
            var constant = property.Use.Const;
            List<string> mapped = [.. union.Mapping.Where(pair => pair.Value == variant).Select(pair => pair.Key)];
            if (mapped.Count == 0)
            {
                throw new LoweringException(place, $"the discriminator maps no value to '{variant.Schema}'; write the mapping out.");
            }

            if (constant is not null)
            {
                if (mapped is not [var only] || only != constant)
                {
                    throw new LoweringException(
                        place,
                        $"the discriminator maps {string.Join(", ", mapped)} to '{variant.Schema}', whose const is '{constant}'; they have to agree.");
                }

                if (!union.Tags.Contains(discriminator))
                {
                    union.Tags.Add(discriminator);
                }
            }
        }
    }

    private static void TellVariants(UnionType union)
    {
        foreach (var tag in union.Variants.SelectMany(Constants).Select(constant => constant.Key).Distinct(StringComparer.Ordinal))
        {
            union.Tags.Add(tag);
        }

        foreach (var variant in union.Variants)
        {
            List<KeyValuePair<string, string>> constants = [.. Constants(variant)];
            List<string> own = [.. variant.Properties
                .Where(property => property.Required
                    && property.Use.Const is null
                    && !union.Variants.Exists(other => other != variant && Has(other, property.Wire)))
                .Select(property => property.Wire)];
            var twin = union.Variants.Find(other => other != variant && !DifferByConstants(variant, other) && SameTags(variant, other));
            var constantsTell = constants.Count > 0 && twin is null;
            if (!constantsTell && own.Count == 0)
            {
                var other = twin ?? union.Variants.First(candidate => candidate != variant);
                throw new LoweringException(
                    Place.Schema(union.Schema),
                    $"nothing tells '{variant.Schema}' from '{other.Schema}'; give each a required const of one property, or a required property of its own.");
            }

            if (union.InRequest && !constantsTell && !variant.IsClosed)
            {
                throw new LoweringException(
                    Place.Schema(variant.Schema),
                    $"is told from the other variants of '{union.Schema}' by required members, and is open; close it (additionalProperties: false), so that a request is not two of them.");
            }

            union.VariantRules.Add(new VariantRule(variant, constants, constantsTell ? [] : own));
        }

        // A variant with more constants is more specific.
        union.VariantRules.Sort((left, right) => right.Constants.Count.CompareTo(left.Constants.Count));
    }

    /// <summary>Moves the properties that all variants declare equally to the base class.</summary>
    private static void ShareProperties(UnionType union)
    {
        foreach (var first in union.Variants[0].Properties.ToList())
        {
            List<Property> all = [.. union.Variants.SelectMany(variant => variant.Properties).Where(property => property.Wire == first.Wire)];
            var isAlike = all.Count == union.Variants.Count
                && !union.Tags.Contains(first.Wire)
                && !(union.InRequest && first.Use.Const is not null)
                && all.TrueForAll(property =>
                    property.Name == first.Name
                    && property.Required == first.Required
                    && property.Use.IsLike(first.Use));
            if (!isAlike)
            {
                continue;
            }

            var description = all.TrueForAll(property => property.Use.Description == first.Use.Description)
                ? first.Use.Description
                : $"The `{first.Wire}` that every variant has.";
            union.Shared.Add(first with { Use = first.Use with { Description = description } });
            foreach (var variant in union.Variants)
            {
                variant.Properties.RemoveAll(property => property.Wire == first.Wire);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Constants(ObjectType variant)
        => variant.Properties
            .Where(property => property.Required && property.Use.Const is not null)
            .Select(property => KeyValuePair.Create(property.Wire, property.Use.Const!));

    private static bool DifferByConstants(ObjectType left, ObjectType right)
        => Constants(left).Any(constant => Constants(right).Any(other => other.Key == constant.Key && other.Value != constant.Value));

    private static bool SameTags(ObjectType left, ObjectType right) => Constants(left).Any() && Constants(right).Any();

    private static bool Has(ObjectType type, string wire) => type.Properties.Exists(property => property.Wire == wire);
}
