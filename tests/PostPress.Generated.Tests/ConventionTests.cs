using System.Reflection;

namespace PostPress.Generated.Tests;

/// <summary>What holds for all generated types.</summary>
internal sealed class ConventionTests
{
    private static readonly Type[] Types = [.. typeof(WireObject).Assembly.GetExportedTypes().Where(type => !type.IsGenericType)];

    [Test]
    public void Every_schema_that_an_operation_needs_is_a_type_and_every_type_is_a_schema()
        => Assert.That(
            Types.Where(type => type.Namespace == "PostPress").Select(type => type.Name).Except([nameof(WireObject), nameof(ResponseObject), nameof(PostPressResponse), nameof(Timestamp)]),
            Is.EquivalentTo(Contract.Types));

    [Test]
    public void Names_are_idiomatic()
    {
        var names = Types.Where(type => type != typeof(ResponseObject)).SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is PropertyInfo or FieldInfo or MethodInfo { IsSpecialName: false })
            .Select(member => member.Name)
            .Append(type.Name));
        Assert.That(names, Has.All.Match("^[A-Z][A-Za-z0-9]*$"));
        Assert.That(names, Has.None.Contains("Anonymous"));
        Assert.That(names, Has.None.Match("^(Body|Response|Item)[0-9]*$"));
    }

    [Test]
    public void There_is_no_closed_enumeration() => Assert.That(Types.Where(type => type.IsEnum), Is.Empty);

    [Test]
    public void Only_unions_can_be_inherited_from()
    {
        foreach (var name in Contract.Objects.Concat(Contract.Unions))
        {
            Assert.That(Contract.ClrType(name).IsSealed, Is.EqualTo(!Contract.Unions.Contains(name)), name);
        }
    }

    [Test]
    public void Every_generated_type_says_so() =>
        Assert.That(Contract.Types.Select(Contract.ClrType).Where(type => !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)), Is.Empty);

    [Test]
    public void What_only_responses_hold_is_optional_and_their_lists_are_never_null()
    {
        var nullability = new NullabilityInfoContext();
        foreach (var type in Contract.Objects.Where(name => !Contract.IsRequest(name)).Select(Contract.ClrType))
        {
            foreach (var property in type.GetProperties().Where(property => property.CanWrite && property.DeclaringType != typeof(ResponseObject)))
            {
                var isList = property.PropertyType.Name == "IList`1";
                Assert.That(nullability.Create(property).ReadState, Is.EqualTo(isList ? NullabilityState.NotNull : NullabilityState.Nullable), $"{type.Name}.{property.Name}");
            }
        }
    }

    [Test]
    public void What_a_request_has_to_hold_is_required()
    {
        foreach (var name in Contract.Objects.Where(Contract.IsRequest))
        {
            string[] required = [.. Contract.Schemas[name]!["required"]?.Select(member => (string)member!) ?? []];
            foreach (var member in required)
            {
                var property = Contract.ClrType(name).GetProperty(WireNames.Pascal(member))!;
                var isRequired = property.GetCustomAttributesData().Any(attribute => attribute.AttributeType.Name == "RequiredMemberAttribute");
                Assert.That(isRequired, Is.EqualTo(property.CanWrite), $"{name}.{property.Name}");
            }
        }
    }
}
