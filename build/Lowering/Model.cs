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

/// <summary>A C# type: its kind, the name of a generated type, the item of a list.</summary>
internal sealed record TypeUse(Kind Kind, string? Name = null, TypeUse? Item = null)
{
    /// <summary>The name of a generated type.</summary>
    public string? CSharpName => Kind == Kind.Timestamp ? nameof(Kind.Timestamp) : Name;

    public bool IsNumber => Kind is Kind.Int32 or Kind.Int64 or Kind.Decimal;

    /// <summary>The item of the innermost list; the type itself if it is not a list.</summary>
    public TypeUse Innermost => Item is null ? this : Item.Innermost;

    public bool IsStruct => Kind is Kind.Boolean or Kind.Int32 or Kind.Int64 or Kind.Decimal or Kind.Timestamp or Kind.Enum;
}

/// <summary>The meaning of a schema where it is used.</summary>
/// <param name="Type">The C# type.</param>
/// <param name="Nullable">Whether the contract allows null.</param>
/// <param name="Const">The only allowed string.</param>
/// <param name="Description">The description in the contract.</param>
/// <param name="Limits">The allowed values and limits, in words.</param>
/// <param name="Rule">The rule for requests (<see cref="RuleReader"/>).</param>
/// <param name="Unchecked">A keyword that no rule checks. It is an error if a request contains the schema.</param>
/// <param name="IsOpen">Whether the contract also accepts undocumented values.</param>
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
    /// <summary>Whether another use is equal, except for its description.</summary>
    public bool IsLike(SchemaUse other)
        => this with { Description = null, Rule = null } == other with { Description = null, Rule = null } && JsonNode.DeepEquals(Rule, other.Rule);
}

/// <summary>A property with its names in the JSON and in C#.</summary>
internal sealed record Property(string Wire, string Name, bool Required, SchemaUse Use);

internal sealed record EnumMember(string Wire, bool IsNumber, string Name, string? Description);

internal abstract class NamedType(string schema, string name, string? description)
{
    /// <summary>The name in the contract, for messages.</summary>
    public string Schema { get; } = schema;

    public string Name { get; } = name;

    public string? Description { get; } = description;

    /// <summary>Whether a request can contain it.</summary>
    public bool InRequest { get; set; }

    /// <summary>Whether a response can contain it.</summary>
    public bool InResponse { get; set; }

    /// <summary>A keyword that no rule checks. It is an error if a request contains the type.</summary>
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
    /// <summary>The prefix of an extension, before the name of a parameter: the maximum of the parameter for a body of this type.</summary>
    public const string MaximumPrefix = "x-maximum-";

    public List<Property> Properties { get; } = [];

    /// <summary>Whether other members are not allowed.</summary>
    public bool IsClosed { get; set; }

    public int? MinProperties { get; set; }

    public int? MaxProperties { get; set; }

    /// <summary>The members of which some are required.</summary>
    public List<Alternatives> Alternatives { get; } = [];

    /// <summary>The rules between members: <c>x-rules</c>.</summary>
    public List<JsonObject> Rules { get; } = [];

    /// <summary>Whether members contain ids whose type only the containing object knows.</summary>
    public bool HoldsIds { get; set; }

    /// <summary>The maximums of parameters, by name, if the body of the operation has this type.</summary>
    public Dictionary<string, decimal> ParameterMaximums { get; } = [];

    /// <summary>The union of which this is a variant.</summary>
    public UnionType? Union { get; set; }

    /// <summary>Whether the type sets a property, not the user: a constant that identifies a variant, or a constant of a request.</summary>
    public bool IsFixed(Property property)
        => property.Use.Const is not null && (InRequest || Union?.Tags.Contains(property.Wire) == true);
}

/// <summary>A base class. The variants inherit from it.</summary>
internal sealed class UnionType(string schema, string name, string? description) : NamedType(schema, name, description)
{
    public List<ObjectType> Variants { get; } = [];

    /// <summary>The property that identifies all variants; null if the contract does not name one.</summary>
    public string? Discriminator { get; set; }

    /// <summary>The variant for each value of the discriminator.</summary>
    public Dictionary<string, ObjectType> Mapping { get; } = [];

    /// <summary>The properties whose constants identify variants.</summary>
    public List<string> Tags { get; } = [];

    /// <summary>The properties that all variants have. They are moved to the base class.</summary>
    public List<Property> Shared { get; } = [];

    /// <summary>How variants are identified without a discriminator, in the order in which they are tried.</summary>
    public List<VariantRule> VariantRules { get; } = [];
}

/// <summary>Several sets of members, of which at least one or exactly one is required.</summary>
internal sealed record Alternatives(bool OnlyOne, IReadOnlyList<IReadOnlyList<string>> Branches);

/// <summary>Identifies a variant: all constants must match. If members are given, one of them must be present.</summary>
internal sealed record VariantRule(ObjectType Variant, IReadOnlyList<KeyValuePair<string, string>> Constants, IReadOnlyList<string> AnyOf);

/// <param name="Wire">The name in the request.</param>
/// <param name="Name">The name in C#.</param>
/// <param name="In">The location: <c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Required">Whether it is required.</param>
/// <param name="Use">The type.</param>
/// <param name="Schema">The schema in the contract.</param>
/// <param name="Lowered">The rules that replace its own rule for bodies of some types, which set another maximum.</param>
internal sealed record Parameter(string Wire, string Name, string In, bool Required, SchemaUse Use, JsonObject Schema, IReadOnlyList<LoweredMaximum> Lowered);

/// <summary>A body of one of these types lowers the maximum of a parameter.</summary>
internal sealed record LoweredMaximum(IReadOnlyList<string> Types, JsonObject Rule);

/// <summary>A part of a multipart body. Some parts are JSON texts.</summary>
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
/// <param name="Refusals">The error types that mean that nothing was done: all responses that list them have such a status.</param>
internal sealed record Model(IReadOnlyList<Operation> Operations, IReadOnlyList<NamedType> Types, IReadOnlyList<string> Refusals);
