using System.Text.Json.Nodes;

namespace PostPress.Lowering;

internal enum Kind
{
    String,
    Boolean,
    Int32,
    Int64,
    Decimal,
    Timestamp,
    Any,
    Binary,
    List,

    /// <summary>An <see cref="EnumType"/>.</summary>
    Enum,

    /// <summary>An <see cref="ObjectType"/> or <see cref="UnionType"/>.</summary>
    Object,
}

/// <summary>A C# type: a kind, the name of a named one, the item of a list.</summary>
internal sealed record TypeUse(Kind Kind, string? Name = null, TypeUse? Item = null)
{
    /// <summary>The name of a type of ours.</summary>
    public string? CSharpName => Kind == Kind.Timestamp ? nameof(Kind.Timestamp) : Name;

    public bool IsNumber => Kind is Kind.Int32 or Kind.Int64 or Kind.Decimal;

    /// <summary>The item of the innermost list; the type itself if it is none.</summary>
    public TypeUse Innermost => Item is null ? this : Item.Innermost;

    public bool IsStruct => Kind is Kind.Boolean or Kind.Int32 or Kind.Int64 or Kind.Decimal or Kind.Timestamp or Kind.Enum;
}

/// <summary>What a schema says where it is used.</summary>
/// <param name="Type">The C# type.</param>
/// <param name="Nullable">Whether the contract allows null.</param>
/// <param name="Const">The one string that is allowed.</param>
/// <param name="Description">The contract's words.</param>
/// <param name="Limits">The allowed values and limits, in words.</param>
/// <param name="Rule">The rule that a request has to keep (<see cref="RuleReader"/>).</param>
/// <param name="Unchecked">A keyword that no rule checks: an error where a request holds it.</param>
/// <param name="IsOpen">Whether the contract takes anything newer as well.</param>
internal sealed record SchemaUse(
    TypeUse Type,
    bool Nullable = false,
    string? Const = null,
    string? Description = null,
    string? Limits = null,
    JsonObject? Rule = null,
    string? Unchecked = null,
    bool IsOpen = false)
{
    /// <summary>Whether another use says the same, whatever its description.</summary>
    public bool IsLike(SchemaUse other)
        => this with { Description = null, Rule = null } == other with { Description = null, Rule = null } && JsonNode.DeepEquals(Rule, other.Rule);
}

/// <summary>A property by its names on the wire and in C#.</summary>
internal sealed record Property(string Wire, string Name, bool Required, SchemaUse Use);

internal sealed record EnumMember(string Wire, bool IsNumber, string Name, string? Description);

internal abstract class NamedType(string schema, string name, string? description)
{
    /// <summary>The name in the contract, for messages.</summary>
    public string Schema { get; } = schema;

    public string Name { get; } = name;

    public string? Description { get; } = description;

    /// <summary>Whether a request can hold it.</summary>
    public bool InRequest { get; set; }

    /// <summary>Whether a response can hold it.</summary>
    public bool InResponse { get; set; }

    /// <summary>A keyword that no rule checks: an error where a request holds the type.</summary>
    public string? Unchecked { get; set; }
}

internal sealed class EnumType(string schema, string name, string? description, IReadOnlyList<EnumMember> members)
    : NamedType(schema, name, description)
{
    public IReadOnlyList<EnumMember> Members { get; } = members;

    public bool HasNumbers => Members.Any(member => member.IsNumber);

    public bool HasStrings => Members.Any(member => !member.IsNumber);
}

internal sealed class ObjectType(string schema, string name, string? description) : NamedType(schema, name, description)
{
    /// <summary>Before the name of a parameter: the maximum that a body of this type sets to it.</summary>
    public const string MaximumPrefix = "x-maximum-";

    public List<Property> Properties { get; } = [];

    /// <summary>Whether nothing else may be in it.</summary>
    public bool IsClosed { get; set; }

    public int? MinProperties { get; set; }

    public int? MaxProperties { get; set; }

    /// <summary>The members of which some have to be there.</summary>
    public List<Alternatives> Alternatives { get; } = [];

    /// <summary>What the members have to keep together: <c>x-rules</c>.</summary>
    public List<JsonObject> Rules { get; } = [];

    /// <summary>Whether members hold ids of a kind that only the user of the type knows.</summary>
    public bool HoldsIds { get; set; }

    /// <summary>By name, the maxima that this type sets to parameters of the operation whose body it is.</summary>
    public Dictionary<string, decimal> ParameterMaximums { get; } = [];

    /// <summary>The union that this is a variant of.</summary>
    public UnionType? Union { get; set; }

    /// <summary>Whether the type, not its user, sets a property: a constant that tells a variant, or of a request.</summary>
    public bool IsFixed(Property property)
        => property.Use.Const is not null && (InRequest || Union?.Tags.Contains(property.Wire) == true);
}

/// <summary>A base class; its variants inherit from it.</summary>
internal sealed class UnionType(string schema, string name, string? description) : NamedType(schema, name, description)
{
    public List<ObjectType> Variants { get; } = [];

    /// <summary>The one property that tells all variants, if the contract names it.</summary>
    public string? Discriminator { get; set; }

    /// <summary>The variant for each value of the discriminator.</summary>
    public Dictionary<string, ObjectType> Mapping { get; } = [];

    /// <summary>The properties whose constants tell variants.</summary>
    public List<string> Tags { get; } = [];

    /// <summary>The properties that all variants have in common; they move to the base class.</summary>
    public List<Property> Shared { get; } = [];

    /// <summary>How each variant is told where no discriminator does, in the order of trying.</summary>
    public List<VariantRule> VariantRules { get; } = [];
}

/// <summary>Of several sets of members, at least one or just one has to be there.</summary>
internal sealed record Alternatives(bool OnlyOne, IReadOnlyList<IReadOnlyList<string>> Branches);

/// <summary>A variant stands there if all the constants do and, if names are given, any of the members does.</summary>
internal sealed record VariantRule(ObjectType Variant, IReadOnlyList<KeyValuePair<string, string>> Constants, IReadOnlyList<string> AnyOf);

/// <param name="Wire">The name on the wire.</param>
/// <param name="Name">The name in C#.</param>
/// <param name="In">Where it stands: <c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Required">Whether it has to be there.</param>
/// <param name="Use">Its type.</param>
/// <param name="Schema">Its schema in the contract.</param>
/// <param name="Lowered">The rules that bodies of some types bring in the place of its own: it has another maximum then.</param>
internal sealed record Parameter(string Wire, string Name, string In, bool Required, SchemaUse Use, JsonObject Schema, IReadOnlyList<LoweredMaximum> Lowered);

/// <summary>A body of one of these types lowers the maximum of a parameter.</summary>
internal sealed record LoweredMaximum(IReadOnlyList<string> Types, JsonObject Rule);

/// <summary>A part of a multipart body; some are JSON texts.</summary>
internal sealed record Part(Property Property, bool IsJson);

internal sealed record Operation(
    string Id,
    string Method,
    string Path,
    bool IsWrite,
    string? Summary,
    string? Description,
    IReadOnlyList<Parameter> Parameters,
    TypeUse? Body,
    IReadOnlyList<Part>? Parts,
    IReadOnlyList<Alternatives> PartAlternatives,
    string SuccessStatus,
    TypeUse? Response,
    TypeUse? Error);

/// <param name="Operations">The operations.</param>
/// <param name="Types">The types.</param>
/// <param name="Refusals">The error types with which nothing was done: every response that lists one says so by its status.</param>
internal sealed record Model(IReadOnlyList<Operation> Operations, IReadOnlyList<NamedType> Types, IReadOnlyList<string> Refusals);
