using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostPress.Sandbox.Contract;

/// <summary>A violation of a schema: the path, the keyword and the rule in plain text.</summary>
internal sealed record Violation(string Path, string Keyword, string Rule)
{
    public override string ToString() => Path.Length == 0 ? $"The value {Rule}" : $"`{Path}` {Rule}";
}

/// <summary>
/// A JSON Schema (2020-12) of the contract that validates values. It supports the keywords that the contract uses. An unknown
/// keyword is an error, so that no rule is skipped.
/// </summary>
internal sealed class Schema
{
    /// <summary>Keywords without an effect on validity.</summary>
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly",
        "format", "contentMediaType", "contentEncoding", "externalDocs", "$comment",
    };

    private readonly SchemaSet _set;
    private readonly string _location;
    private bool? _always;
    private string? _referenceTo;
    private string[]? _types;
    private JsonArray? _allowed;
    private JsonNode? _constant;
    private bool _hasConstant;
    private Dictionary<string, Schema>? _properties;
    private string[]? _required;
    private Schema? _additionalProperties;
    private Schema? _items;
    private Schema[]? _oneOf;
    private Schema[]? _anyOf;
    private Schema[]? _allOf;
    private int? _minItems, _maxItems, _minLength, _maxLength, _minProperties, _maxProperties;
    private bool _uniqueItems;
    private double? _minimum, _maximum, _exclusiveMinimum, _exclusiveMaximum;
    private string? _patternText;
    private Regex? _pattern;
    private string? _patternMessage;
    private string? _parameterType;
    private Regex? _idPattern;
    private bool _acceptsText;
    private MemberRules? _memberRules;
    private string? _discriminator;
    private Dictionary<string, string>? _mapping;

    private Schema(SchemaSet set, string location)
    {
        _set = set;
        _location = location;
    }

    /// <summary>Whether the schema allows numbers, so that a text in a query is read as a number.</summary>
    public bool TakesNumbers => (Target ?? this)._types?.Any(t => t is "integer" or "number") == true;

    private Schema? Target => _referenceTo is null ? null : _set.At(_referenceTo);

    /// <summary>Builds the schema at <paramref name="location"/>.</summary>
    /// <exception cref="InvalidDataException">A keyword is unknown, or its value is not valid.</exception>
    public static Schema Build(JsonNode? node, string location, SchemaSet set)
    {
        var schema = new Schema(set, location);
        if (node is JsonValue value && value.TryGetValue<bool>(out var verdict))
        {
            schema._always = verdict;
            return schema;
        }

        if (node is not JsonObject keywords)
        {
            throw new InvalidDataException($"{location}: a schema must be an object, true or false.");
        }

        foreach (var (keyword, content) in keywords)
        {
            try
            {
                schema.Take(keyword, content);
            }
            catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
            {
                throw new InvalidDataException($"{location}: the value of '{keyword}' is not valid.", error);
            }
        }

        return schema;
    }

    private void Take(string keyword, JsonNode? content)
    {
        Schema Child(JsonNode? node, string at) => Build(node, $"{_location}/{at}", _set);
        Schema[] Branches() => [.. content!.AsArray().Select((branch, i) => Child(branch, $"{keyword}/{i}"))];

        switch (keyword)
        {
            case "$ref":
                _referenceTo = Text(content);
                _set.Want(_referenceTo);
                break;
            case "type":
                _types = content is JsonArray list ? [.. list.Select(Text)] : [Text(content)];
                if (Array.Find(_types, t => t is not ("string" or "number" or "integer" or "boolean" or "object" or "array" or "null")) is { } odd)
                {
                    throw new InvalidDataException($"{_location}: unknown type '{odd}'.");
                }

                break;
            case "enum":
                _allowed = content!.AsArray();
                break;
            case "const":
                _constant = content;
                _hasConstant = true;
                break;
            case "properties":
                _properties = content!.AsObject().ToDictionary(p => p.Key, p => Child(p.Value, $"properties/{Pointer.Escape(p.Key)}"), StringComparer.Ordinal);
                break;
            case "required":
                _required = [.. content!.AsArray().Select(Text)];
                break;
            case "additionalProperties":
                _additionalProperties = Child(content, keyword);
                break;
            case "items":
                _items = Child(content, keyword);
                break;
            case "oneOf":
                _oneOf = Branches();
                break;
            case "anyOf":
                _anyOf = Branches();
                break;
            case "allOf":
                _allOf = Branches();
                break;
            case "minItems":
                _minItems = Count(content);
                break;
            case "maxItems":
                _maxItems = Count(content);
                break;
            case "uniqueItems":
                _uniqueItems = content!.GetValue<bool>();
                break;
            case "minLength":
                _minLength = Count(content);
                break;
            case "maxLength":
                _maxLength = Count(content);
                break;
            case "minProperties":
                _minProperties = Count(content);
                break;
            case "maxProperties":
                _maxProperties = Count(content);
                break;
            case "minimum":
                _minimum = NumberOf(content);
                break;
            case "maximum":
                _maximum = NumberOf(content);
                break;
            case "exclusiveMinimum":
                _exclusiveMinimum = NumberOf(content);
                break;
            case "exclusiveMaximum":
                _exclusiveMaximum = NumberOf(content);
                break;
            case "pattern":
                _patternText = Text(content);
                _pattern = new Regex(FromEcmaScript(_patternText), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
                break;
            case "discriminator":
                _discriminator = Text(content!["propertyName"]);
                _mapping = content["mapping"]?.AsObject().ToDictionary(p => p.Key, p => Text(p.Value), StringComparer.Ordinal);
                break;
            case "x-pattern-message":
                _patternMessage = Text(content);
                break;
            case "x-parameter-type":
                _parameterType = Text(content);
                _idPattern = new Regex(FromEcmaScript(_set.IdPatternOf(_parameterType, _location)), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
                break;
            case "x-rules":
                _memberRules = new MemberRules(content!.AsArray(), _location);
                break;
            case "x-accepts-text":
                _acceptsText = content!.GetValue<bool>();
                break;
            case var _ when Annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal):
                break;
            default:
                throw new InvalidDataException(
                    $"{_location}: the sandbox does not support the keyword '{keyword}'. Add it to {nameof(Schema)}, or don't use it in the contract.");
        }
    }

    /// <summary>All violations of <paramref name="value"/>; empty if it is valid.</summary>
    public IReadOnlyList<Violation> Validate(JsonNode? value)
    {
        var found = new List<Violation>();
        Check(value, "", found);
        return found;
    }

    /// <summary>
    /// The violations of a valid <paramref name="value"/> beyond JSON Schema: texts instead of ids (<c>x-parameter-type</c>), and
    /// rules between members (<c>x-rules</c>). They are separate, so that <see cref="Validate"/> agrees with other validators.
    /// </summary>
    public IReadOnlyList<Violation> FindBrokenRules(JsonNode? value)
    {
        var found = new List<Violation>();
        CheckRules(value, "", found);
        return found;
    }

    private void CheckRules(JsonNode? value, string path, List<Violation> found)
    {
        if (_idPattern is not null && !_acceptsText)
        {
            foreach (var (id, at) in IdsIn(value, path).Where(i => !_idPattern.IsMatch(i.Id.GetValue<string>())))
            {
                found.Add(new Violation(at, "x-parameter-type", $"must be an id, not the text {Show(id)}: LinkedIn does not accept raw text; find the id with GET /linkedin/search/parameters?type={_parameterType}"));
            }
        }

        Target?.CheckRules(value, path, found);
        foreach (var part in _allOf ?? [])
        {
            part.CheckRules(value, path, found);
        }

        // The rules of a variant apply only to a value of that variant.
        foreach (var branch in (_anyOf ?? []).Concat(_oneOf ?? []).Where(b => b.Validate(value).Count == 0))
        {
            branch.CheckRules(value, path, found);
        }

        if (value is JsonObject map)
        {
            found.AddRange((_memberRules?.FindBroken(map) ?? []).Select(broken => new Violation(Member(path, broken.Member), "x-rules", broken.Rule)));
            foreach (var (name, member) in map)
            {
                (_properties?.GetValueOrDefault(name) ?? _additionalProperties)?.CheckRules(member, Member(path, name), found);
            }
        }

        for (var i = 0; _items is not null && i < (value as JsonArray)?.Count; i++)
        {
            _items.CheckRules(value[i], $"{path}[{i}]", found);
        }
    }

    /// <summary>The ids in a value: a text, a list, an object with <c>id</c>, or an object with the lists <c>include</c> and <c>exclude</c>.</summary>
    private static IEnumerable<(JsonNode Id, string Path)> IdsIn(JsonNode? value, string path) => value switch
    {
        JsonValue when KindOf(value) == "string" => [(value, path)],
        JsonArray list => list.SelectMany((item, i) => IdsIn(item, $"{path}[{i}]")),
        JsonObject map => ((string[])["id", "include", "exclude"]).SelectMany(name => IdsIn(map[name], Member(path, name))),
        _ => [],
    };

    private void Check(JsonNode? value, string path, List<Violation> found)
    {
        void Break(string keyword, string rule) => found.Add(new Violation(path, keyword, rule));

        if (_always is { } verdict)
        {
            if (!verdict)
            {
                Break("false", "is not allowed here");
            }

            return;
        }

        Target?.Check(value, path, found);

        var kind = KindOf(value);
        if (_types is not null && !_types.Any(t => Is(value, kind, t)))
        {
            Break("type", $"must be {Join(_types.Select(WithArticle), "or")}, not {WithArticle(kind)}");
            // Further violations would only repeat that the type is wrong.
            return;
        }

        if (_allowed is not null && !_allowed.Any(a => Same(a, value)))
        {
            Break("enum", $"must be {Join(_allowed.Select(Show), "or")}, not {Show(value)}");
        }

        if (_hasConstant && !Same(_constant, value))
        {
            Break("const", $"must be {Show(_constant)}, not {Show(value)}");
        }

        switch (kind)
        {
            case "object":
                CheckObject(value!.AsObject(), path, found);
                break;
            case "array":
                CheckArray(value!.AsArray(), path, found);
                break;
            case "string":
                CheckString(value!.GetValue<string>(), Break);
                break;
            case "number":
                CheckNumber(NumberOf(value), Break);
                break;
        }

        foreach (var part in _allOf ?? [])
        {
            part.Check(value, path, found);
        }

        if (_anyOf is not null)
        {
            CheckAnyOf(value, path, found);
        }

        if (_oneOf is not null)
        {
            CheckOneOf(value, path, found);
        }
    }

    private void CheckObject(JsonObject value, string path, List<Violation> found)
    {
        if (_minProperties > value.Count)
        {
            found.Add(new Violation(path, "minProperties", $"must have at least {Of(_minProperties.Value, "member")}"));
        }

        if (_maxProperties < value.Count)
        {
            found.Add(new Violation(path, "maxProperties", $"must have at most {Of(_maxProperties.Value, "member")}"));
        }

        foreach (var name in _required ?? [])
        {
            if (!value.ContainsKey(name))
            {
                found.Add(new Violation(Member(path, name), "required", "is required"));
            }
        }

        foreach (var (name, member) in value)
        {
            if (_properties is not null && _properties.TryGetValue(name, out var known))
            {
                known.Check(member, Member(path, name), found);
            }
            else if (_additionalProperties is { _always: false })
            {
                found.Add(new Violation(Member(path, name), "additionalProperties", _properties is null ? "is not known here" : $"is not known here; known are {Join(_properties.Keys, "and")}"));
            }
            else
            {
                _additionalProperties?.Check(member, Member(path, name), found);
            }
        }
    }

    private void CheckArray(JsonArray value, string path, List<Violation> found)
    {
        if (_minItems > value.Count)
        {
            found.Add(new Violation(path, "minItems", $"must have at least {Of(_minItems.Value, "item")}"));
        }

        if (_maxItems < value.Count)
        {
            found.Add(new Violation(path, "maxItems", $"must have at most {Of(_maxItems.Value, "item")}, not {value.Count}"));
        }

        if (_uniqueItems && value.Where((item, i) => value.Take(i).Any(earlier => Same(earlier, item))).Any())
        {
            found.Add(new Violation(path, "uniqueItems", "must not repeat an item"));
        }

        if (_items is not null)
        {
            for (var i = 0; i < value.Count; i++)
            {
                _items.Check(value[i], $"{path}[{i}]", found);
            }
        }
    }

    private void CheckString(string value, Action<string, string> refuse)
    {
        if (_minLength is not null || _maxLength is not null)
        {
            var length = value.EnumerateRunes().Count();
            if (length < _minLength)
            {
                refuse("minLength", _minLength == 1 ? "must not be empty" : $"must have at least {Of(_minLength.Value, "character")}");
            }

            if (length > _maxLength)
            {
                refuse("maxLength", $"must have at most {Of(_maxLength.Value, "character")}, not {length}");
            }
        }

        if (_pattern?.IsMatch(value) == false)
        {
            var source = _parameterType is null ? "" : $"; find the id with GET /linkedin/search/parameters?type={_parameterType}";
            refuse("pattern", $"must match {_patternText}{(_patternMessage is null ? "" : $": it {_patternMessage}")}{source}");
        }
    }

    private void CheckNumber(double value, Action<string, string> refuse)
    {
        if (value < _minimum)
        {
            refuse("minimum", Invariant($"must be at least {_minimum}, not {value}"));
        }

        if (value > _maximum)
        {
            refuse("maximum", Invariant($"must be at most {_maximum}, not {value}"));
        }

        if (value <= _exclusiveMinimum)
        {
            refuse("exclusiveMinimum", Invariant($"must be more than {_exclusiveMinimum}, not {value}"));
        }

        if (value >= _exclusiveMaximum)
        {
            refuse("exclusiveMaximum", Invariant($"must be less than {_exclusiveMaximum}, not {value}"));
        }
    }

    private void CheckAnyOf(JsonNode? value, string path, List<Violation> found)
    {
        var verdicts = Judge(_anyOf!, value, path);
        if (!verdicts.Any(v => v.Count == 0))
        {
            Explain("anyOf", _anyOf!, verdicts, value, path, found);
        }
    }

    private void CheckOneOf(JsonNode? value, string path, List<Violation> found)
    {
        var verdicts = Judge(_oneOf!, value, path);
        var fitting = verdicts.Count(v => v.Count == 0);
        if (fitting > 1)
        {
            found.Add(new Violation(path, "oneOf", $"must be just one of {Join(_oneOf!.Where((_, i) => verdicts[i].Count == 0).Select(NameOf), "and")}, and is several of them at once"));
        }
        else if (fitting == 0)
        {
            Explain("oneOf", _oneOf!, verdicts, value, path, found);
        }
    }

    private static List<Violation>[] Judge(Schema[] branches, JsonNode? value, string path) =>
        Array.ConvertAll(branches, branch =>
        {
            var verdict = new List<Violation>();
            branch.Check(value, path, verdict);
            return verdict;
        });

    /// <summary>No branch matches: reports the violations of the branch that was most likely intended, otherwise the names of the branches.</summary>
    private void Explain(string keyword, Schema[] branches, List<Violation>[] verdicts, JsonNode? value, string path, List<Violation> found)
    {
        if (_discriminator is not null && _mapping is not null && value is JsonObject tagged)
        {
            var tagPath = Member(path, _discriminator);
            if (!tagged.TryGetPropertyValue(_discriminator, out var tag))
            {
                found.Add(new Violation(tagPath, "required", $"is required; it is {Join(_mapping.Keys, "or")}"));
                return;
            }

            if (tag is not JsonValue text || !text.TryGetValue<string>(out var word) || !_mapping.TryGetValue(word, out var target))
            {
                found.Add(new Violation(tagPath, "enum", $"must be {Join(_mapping.Keys, "or")}, not {Show(tag)}"));
                return;
            }

            if (Array.FindIndex(branches, b => b._referenceTo == target) is >= 0 and var chosen)
            {
                found.AddRange(verdicts[chosen]);
                return;
            }
        }

        // The intended branch is the one whose type and tags (constant members) match the value, with most tags;
        // among equals, the one with the fewest violations.
        var plausible = Enumerable.Range(0, branches.Length)
            .Where(i => !verdicts[i].Exists(v => (v.Path == path && v.Keyword == "type") || (v.Keyword == "const" && ParentOf(v.Path) == path && v.Path != path)))
            .ToList();
        var best = Least(Least(plausible, i => -branches[i].TagsIn(value)), i => verdicts[i].Count);
        if (best.Count == 1)
        {
            found.AddRange(verdicts[best[0]]);
            return;
        }

        var common = best.Count == 0 ? [] : verdicts[best[0]].Where(v => best.TrueForAll(i => verdicts[i].Exists(w => w.Path == v.Path && w.Keyword == v.Keyword))).ToList();
        var missing = plausible.ConvertAll(i => verdicts[i].Where(v => v.Keyword == "required" && ParentOf(v.Path) == path).Select(v => $"`{v.Path}`").ToList());
        if (common.Count > 0)
        {
            found.AddRange(common);
        }
        else if (missing.Count > 0 && missing.TrueForAll(m => m.Count > 0))
        {
            found.Add(new Violation(path, "required", $"needs {Join(missing.Select(m => Join(m, "and")).Distinct(StringComparer.Ordinal), "or")}"));
        }
        else
        {
            found.Add(new Violation(path, keyword, $"must be one of {Join(branches.Select(NameOf), "or")}"));
        }

        static List<int> Least(List<int> candidates, Func<int, int> cost) =>
            candidates.Count == 0 ? candidates : candidates.FindAll(i => cost(i) == candidates.Min(cost));
    }

    /// <summary>The number of constant members of this schema that <paramref name="value"/> contains.</summary>
    private int TagsIn(JsonNode? value)
    {
        var meant = Target ?? this;
        return value is JsonObject members && meant._properties is not null
            ? meant._properties.Count(p => p.Value._hasConstant && members.ContainsKey(p.Key))
            : 0;
    }

    private static string NameOf(Schema branch)
    {
        var schema = branch.Target ?? branch;
        var members = schema._required is { Length: > 0 } names ? $"an object with {Join(names, "and")}" : null;
        return branch._referenceTo is null
            ? members ?? Join((schema._types ?? ["value"]).Select(WithArticle), "or")
            : Pointer.Last(schema._location) + (members is null ? "" : $" ({members})");
    }

    private static string ParentOf(string path) => path[..Math.Max(0, path.LastIndexOf('.'))];

    private static string Member(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool Is(JsonNode? value, string kind, string type) =>
        kind == type || (type == "integer" && kind == "number" && double.IsInteger(NumberOf(value)));

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null or JsonValueKind.Undefined => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "boolean",
    };

    /// <summary>Equality as in JSON Schema: by value, so 1 and 1.0 are equal, and members have no order.</summary>
    private static bool Same(JsonNode? a, JsonNode? b)
    {
        var kind = KindOf(a);
        return kind == KindOf(b) && kind switch
        {
            "null" => true,
            "number" => NumberOf(a).Equals(NumberOf(b)),
            "string" => a!.GetValue<string>() == b!.GetValue<string>(),
            "boolean" => a!.GetValue<bool>() == b!.GetValue<bool>(),
            "array" => a!.AsArray().Count == b!.AsArray().Count && a.AsArray().Zip(b.AsArray()).All(pair => Same(pair.First, pair.Second)),
            _ => a!.AsObject().Count == b!.AsObject().Count && a.AsObject().All(p => b.AsObject().TryGetPropertyValue(p.Key, out var other) && Same(p.Value, other)),
        };
    }

    /// <summary>The number as a double, as in JSON Schema validators in JavaScript, so that limits are the same.</summary>
    private static double NumberOf(JsonNode? value) => double.Parse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static int Count(JsonNode? value) => checked((int)NumberOf(value));

    private static string Text(JsonNode? value) => value!.GetValue<string>();

    private static string Show(JsonNode? value)
    {
        var text = value is JsonValue simple && simple.TryGetValue<string>(out var word) ? word : value?.ToJsonString() ?? "null";
        return text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
    }

    private static string WithArticle(string kind) => kind switch
    {
        "null" => "null",
        "integer" or "object" or "array" => $"an {kind}",
        _ => $"a {kind}",
    };

    private static string Of(int count, string noun) => Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Join(IEnumerable<string> words, string last)
    {
        var all = words.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>In JavaScript, <c>$</c> matches only the end and <c>\d</c> only ASCII digits. In .NET, both match more.</summary>
    private static string FromEcmaScript(string pattern)
    {
        var result = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                var next = pattern[++i];
                result.Append(next != 'd' ? $"\\{next}" : inClass ? "0-9" : "[0-9]");
                continue;
            }

            inClass = c == '[' || (inClass && c != ']');
            result.Append(c == '$' && !inClass ? @"\z" : c.ToString());
        }

        return result.ToString();
    }
}

/// <summary>Schemas by their location. Each is built once.</summary>
internal sealed class SchemaSet(JsonNode document)
{
    private readonly Dictionary<string, Schema> _built = new(StringComparer.Ordinal);
    private readonly Queue<string> _wanted = new();

    /// <summary>The format of the ids of a type of <c>listSearchParameters</c>.</summary>
    /// <exception cref="InvalidDataException">The contract contains no format for the type.</exception>
    public string IdPatternOf(string parameterType, string location) =>
        document["components"]?["schemas"]?["SearchParameterType"]?["x-id-patterns"]?[parameterType]?.GetValue<string>()
        ?? throw new InvalidDataException($"{location}: SearchParameterType has no x-id-patterns for '{parameterType}'.");

    /// <summary>Records a reference to this location, so that a bad reference is found at the start.</summary>
    public void Want(string location) => _wanted.Enqueue(location);

    /// <summary>The schema at <paramref name="location"/>, with all schemas that it refers to.</summary>
    /// <exception cref="InvalidDataException">There is nothing at the location, or a keyword is unknown.</exception>
    public Schema At(string location)
    {
        if (_built.TryGetValue(location, out var schema))
        {
            return schema;
        }

        Want(location);
        while (_wanted.TryDequeue(out var next))
        {
            if (!_built.ContainsKey(next))
            {
                _built.Add(next, Schema.Build(Pointer.Find(document, next), next, this));
            }
        }

        return _built[location];
    }
}
