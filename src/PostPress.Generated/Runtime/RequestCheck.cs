namespace PostPress;

/// <summary>A rule of the contract that a request breaks.</summary>
internal readonly struct BrokenRule(string path, string rule)
{
    /// <summary>Where, by the names on the wire: <c>recruiter.functions[1]</c>; empty for the body as a whole.</summary>
    public string Path { get; } = path;

    /// <summary>What is right there, in words. Never what stood there: that can be secret.</summary>
    public string Rule { get; } = rule;
}

/// <summary>Collects the rules that a request breaks. A request that breaks none costs no memory.</summary>
/// <remarks>
/// Paths grow from the inside out: whoever checks a member notes <see cref="Count"/> before, and puts the
/// member's name before what was found since by <see cref="Under"/>. So nothing is written down on the way in.
/// </remarks>
internal struct RequestCheck
{
    private List<BrokenRule>? _broken;

    /// <summary>What was found, in the order of the contract's members.</summary>
    public readonly IReadOnlyList<BrokenRule> Broken => _broken ?? [];

    public readonly int Count => _broken?.Count ?? 0;

    public void Add(string path, string rule) => (_broken ??= []).Add(new BrokenRule(path, rule));

    /// <summary>Says that what was found since <paramref name="mark"/> stands under a name.</summary>
    /// <param name="mark"><see cref="Count"/> before.</param>
    /// <param name="name">A member's name on the wire, or an index in brackets.</param>
    public readonly void Under(int mark, string name)
    {
        for (var i = mark; i < Count; i++)
        {
            var path = _broken![i].Path;
            _broken[i] = new BrokenRule(path.Length == 0 || path[0] == '[' ? name + path : $"{name}.{path}", _broken[i].Rule);
        }
    }

    /// <summary>Checks a parameter, or a part of a multipart body.</summary>
    public void Value<T>(string name, bool isRequired, T? value, Rule<T>? rule)
        where T : class
    {
        if (value is not null)
        {
            Check(name, value, rule);
        }
        else if (isRequired)
        {
            Add(name, Rule.Required);
        }
    }

    /// <inheritdoc cref="Value{T}(string, bool, T, Rule{T})"/>
    public void Value<T>(string name, bool isRequired, T? value, Rule<T>? rule)
        where T : struct
    {
        if (value is not null)
        {
            Check(name, value.GetValueOrDefault(), rule);
        }
        else if (isRequired)
        {
            Add(name, Rule.Required);
        }
    }

    public void Check<T>(string name, T value, Rule<T>? rule)
    {
        if (rule is not null)
        {
            var mark = Count;
            rule.Check(ref this, value);
            Under(mark, name);
        }
    }

    /// <summary>Checks how many of the alternatives that the contract names are there.</summary>
    public void Alternatives(int count, bool onlyOne, string words)
    {
        if (count == 0 || (onlyOne && count > 1))
        {
            Add(string.Empty, (onlyOne ? "needs just one of " : "needs ") + words);
        }
    }
}
