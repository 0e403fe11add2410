using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>Reads a <c>oneOf</c>: an enumeration of words and numbers, or a union of objects.</summary>
internal sealed class UnionReader(Contract contract, TypeReader types)
{
    public SchemaUse Read(JsonObject schema, List<JsonObject> branches, Place place, string hint)
    {
        List<JsonObject> resolved = [.. branches.Select(branch => contract.Follow(branch, place))];
        if (resolved.All(branch => branch.Kinds() is ["string"] or ["integer"]))
        {
            List<EnumMember> members = [.. resolved.SelectMany(branch => TypeReader.ReadMembers(branch, place, hint))];
            TypeReader.RequireUnique(members, place);
            var enumType = types.Register(new EnumType(place.Name, Naming.Type(hint), schema.Text("description"), members), place);
            return new SchemaUse(enumType, Rule: RuleReader.Enum(), Unchecked: resolved.Select(KeywordLedger.UnreadKeywordOfValues).FirstOrDefault(keyword => keyword is not null));
        }

        if (branches.Any(branch => !branch.ContainsKey("$ref")))
        {
            throw new LoweringException(place, "a oneOf of schemas without a name cannot be lowered; make each branch a $ref to a named schema.");
        }

        var union = new UnionType(place.Name, Naming.Type(hint), schema.Text("description"));
        var use = new SchemaUse(types.Register(union, place), Rule: RuleReader.Object());
        union.Unchecked = KeywordLedger.UnreadKeyword(schema, "oneOf");
        types.KnowAhead(use with { Description = union.Description }, place, hint);

        foreach (var branch in branches)
        {
            var type = types.Read(branch, place, hint).Type;
            if (type.Kind != Kind.Object || types[type.Name!] is not ObjectType variant)
            {
                throw new LoweringException(place, $"'{branch["$ref"]}' is not an object, as each variant of a union has to be.");
            }

            if (variant.Union is not null && variant.Union != union)
            {
                throw new LoweringException(
                    Place.Schema(variant.Schema),
                    $"is a variant of both '{variant.Union.Schema}' and '{union.Schema}', and a C# class has one base class; give each union its own schema.");
            }

            variant.Union = union;
            union.Variants.Add(variant);
        }

        if (schema["discriminator"] is JsonObject discriminator)
        {
            union.Discriminator = discriminator["propertyName"]!.GetValue<string>();
            foreach ((var value, var target) in discriminator["mapping"]?.AsObject() ?? [])
            {
                var name = contract.SchemaName(target!.GetValue<string>(), place);
                union.Mapping[value] = union.Variants.Find(variant => variant.Schema == name)
                    ?? throw new LoweringException(place, $"the discriminator maps '{value}' to '{name}', which is not in the oneOf.");
            }
        }

        return use;
    }
}
