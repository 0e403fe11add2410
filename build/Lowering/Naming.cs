using System.Text;
using System.Text.RegularExpressions;

namespace PostPress.Lowering;

/// <summary>Creates C# names from names in the JSON.</summary>
internal static partial class Naming
{
    // Names that are already used in the generated or handwritten part of the same type.
    private static readonly HashSet<string> ObjectMembers =
    [
        "AdditionalProperties", "JsonFormat", "JsonFormatConverter", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone",
        "Read", "ReadValue", "ReadTag", "ReadUnknown", "Write", "WriteFields", "Tag", "KeepRaw",
        "Rules", "Check", "CheckField", "CheckFields", "CheckTag", "CheckRest", "Has",
        "HasProof", "HasTag", "Scalar", "FieldKind", "Members", "MemberNames", "KeepsNulls",
    ];

    private static readonly HashSet<string> EnumMembers =
    [
        "Value", "Number", "Text", "IsKnown", "RequestRule", "JsonFormat", "JsonFormatConverter", "Equals", "GetHashCode", "GetType", "ToString",
    ];

    private static readonly HashSet<string> Types = ["Timestamp", "WireObject"];

    /// <summary><c>mid_senior</c>, <c>MID_SENIOR</c>, <c>midSenior</c> → <c>MidSenior</c>.</summary>
    public static string Pascal(string wire)
    {
        var name = new StringBuilder();
        foreach (Match word in Words().Matches(wire))
        {
            var shout = word.Value.Length > 1 && word.Value.All(c => !char.IsLower(c));
            name.Append(char.ToUpperInvariant(word.Value[0])).Append(shout ? word.Value[1..].ToLowerInvariant() : word.Value[1..]);
        }

        return name.ToString();
    }

    public static string Operation(string id)
        => Identifier(id, Pascal(id), Place.Operation(id), "give it another operationId");

    /// <summary>Returns the name of a parameter, in Pascal case.</summary>
    public static string Parameter(string wire, string? sdkName, Place place)
        => Identifier(wire, Pascal(sdkName ?? wire), place, "give the parameter an x-sdk-name");

    public static string LowerFirst(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>Whether the C# name follows from the other name, such as <c>first_name</c> and <c>FirstName</c>.</summary>
    public static bool IsPlain(string wire, string name) => Pascal(wire) == name;

    /// <summary>The singular: <c>benefits</c> → <c>benefit</c>.</summary>
    public static string Singular(string wire) => wire switch
    {
        _ when wire.EndsWith("ies", StringComparison.Ordinal) => wire[..^3] + "y",
        _ when wire.EndsWith('s') && !wire.EndsWith("ss", StringComparison.Ordinal) => wire[..^1],
        _ => wire,
    };

    public static string Type(string schema)
    {
        var name = Identifier(schema, Pascal(schema), Place.Schema(schema), "rename the schema");
        return Types.Contains(name)
            ? throw new LoweringException(Place.Schema(schema), $"the C# type {name} exists already; rename the schema.")
            : name;
    }

    public static string Property(string wire, string? sdkName, string owner, string ownerName)
    {
        var place = Place.Schema(owner);
        var name = Identifier(wire, Pascal(sdkName ?? wire), place, $"give property '{wire}' an x-sdk-name");
        return name == ownerName || ObjectMembers.Contains(name)
            ? throw new LoweringException(
                place,
                $"property '{wire}' would be called {name}, which its C# class is or has already; give it another x-sdk-name.")
            : name;
    }

    public static string EnumMember(string wire, string? varName, string schema, string typeName)
    {
        var place = Place.Schema(schema);
        var name = Identifier(wire, varName ?? Pascal(wire), place, "name the values with x-enum-varnames");
        return name == typeName || EnumMembers.Contains(name)
            ? throw new LoweringException(
                place,
                $"value '{wire}' would be called {name}, which its C# type is or has already; name the values with x-enum-varnames.")
            : name;
    }

    /// <summary>Refuses a C# name that two names in the JSON would share.</summary>
    public static void RequireUnique(IEnumerable<(string Name, string Wire)> names, string schema, string advice)
    {
        foreach (var same in names.GroupBy(pair => pair.Name, pair => pair.Wire, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            throw new LoweringException(
                Place.Schema(schema),
                $"{string.Join(" and ", same.Select(wire => $"'{wire}'"))} would both be called {same.Key} in C#; {advice}.");
        }
    }

    /// <summary>Whether every generated class already has a member of this name.</summary>
    public static bool IsMember(string name) => ObjectMembers.Contains(name);

    private static string Identifier(string wire, string name, Place place, string advice)
        => IdentifierShape().IsMatch(name)
            ? name
            : throw new LoweringException(place, $"'{wire}' makes no C# name; {advice}.");

    [GeneratedRegex("[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex IdentifierShape();
}
