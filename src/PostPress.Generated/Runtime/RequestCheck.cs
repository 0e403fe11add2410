using System.Globalization;

namespace PostPress;

/// <summary>A rule of the contract that a request breaks.</summary>
internal readonly struct BrokenRule(string path, string? member, string rule)
{
    /// <summary>Where, by the names on the wire: <c>recruiter.functions[1]</c>; empty for the body as a whole.</summary>
    public string Path { get; } = path;

    /// <summary>The same by the names of C#: <c>Recruiter.Functions[1]</c>; null if it has none there.</summary>
    public string? Member { get; } = member;

    /// <summary>What is right there, in words. Of what stood there numbers alone: a text can be secret.</summary>
    public string Rule { get; } = rule;
}

/// <summary>Collects the rules that a request breaks. A request that breaks none costs no memory.</summary>
/// <remarks>
/// Paths grow from the inside out: whoever checks a member notes <see cref="Count"/> before, and puts the
/// member's name before what was found since by <see cref="Under(int, string, string)"/>. So nothing is written down on the way in.
/// </remarks>
internal struct RequestCheck
{
    private List<BrokenRule>? _broken;

    /// <summary>What was found, in the order of the contract's members.</summary>
    public readonly IReadOnlyList<BrokenRule> Broken => _broken ?? [];

    public readonly int Count => _broken?.Count ?? 0;

    public void Add(string path, string rule, string? member = null) => (_broken ??= []).Add(new BrokenRule(path, member ?? (path.Length == 0 ? string.Empty : null), rule));

    /// <summary>Says that what was found since <paramref name="mark"/> stands under a name.</summary>
    /// <param name="mark"><see cref="Count"/> before.</param>
    /// <param name="name">A member's name on the wire, or an index in brackets.</param>
    /// <param name="member">The member's name in C#; null if it has none.</param>
    public readonly void Under(int mark, string name, string? member)
    {
        for (var i = mark; i < Count; i++)
        {
            var inner = _broken![i];
            _broken[i] = new BrokenRule(Join(name, inner.Path), member is null || inner.Member is null ? null : Join(member, inner.Member), inner.Rule);
        }

        static string Join(string outer, string inner) => inner.Length == 0 || inner[0] == '[' ? outer + inner : $"{outer}.{inner}";
    }

    /// <summary>Says that what was found since <paramref name="mark"/> stands at an index of a list.</summary>
    public readonly void Under(int mark, int index)
    {
        if (Count > mark)
        {
            var name = string.Format(CultureInfo.InvariantCulture, "[{0}]", index);
            Under(mark, name, name);
        }
    }

    /// <summary>Checks a parameter, or a part of a multipart body.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <param name="isRequired">Whether it has to be there.</param>
    /// <param name="value">The value.</param>
    /// <param name="rule">What the contract asks of it; null if nothing.</param>
    /// <param name="member">The name in C#, if the request has it as a member.</param>
    public void Value<T>(string name, bool isRequired, T? value, Rule<T>? rule, string? member = null)
        where T : class
    {
        if (value is not null)
        {
            Check(name, member, value, rule);
        }
        else if (isRequired)
        {
            Add(name, Rule.Required, member);
        }
    }

    /// <inheritdoc cref="Value{T}(string, bool, T, Rule{T}, string)"/>
    public void Value<T>(string name, bool isRequired, T? value, Rule<T>? rule, string? member = null)
        where T : struct
    {
        if (value is not null)
        {
            Check(name, member, value.GetValueOrDefault(), rule);
        }
        else if (isRequired)
        {
            Add(name, Rule.Required, member);
        }
    }

    public void Check<T>(string name, string? member, T value, Rule<T>? rule)
    {
        if (rule is not null)
        {
            var mark = Count;
            rule.Check(ref this, value);
            Under(mark, name, member);
        }
    }

    /// <summary>Checks that one number is not above another, where both are there.</summary>
    public void Ordered(string low, string member, decimal? lowValue, string high, decimal? highValue)
    {
        if (lowValue > highValue)
        {
            Add(low, string.Format(CultureInfo.InvariantCulture, "must not be above `{0}`; it is {1}, and `{0}` is {2}", high, lowValue, highValue), member);
        }
    }

    /// <summary>Checks that all items of a list are items of another.</summary>
    public void Subset(string list, string member, IList<string>? items, string of, IList<string>? all)
    {
        for (var i = 0; items is not null && all is not null && i < items.Count; i++)
        {
            if (!all.Contains(items[i]))
            {
                Add(string.Format(CultureInfo.InvariantCulture, "{0}[{1}]", list, i), $"must be one of `{of}`, letter for letter", string.Format(CultureInfo.InvariantCulture, "{0}[{1}]", member, i));
            }
        }
    }

    /// <summary>Checks that a list has an item, where it is there.</summary>
    public void NotEmpty(string list, string member, int? count)
    {
        if (count == 0)
        {
            Add(list, "needs at least 1 item, has 0", member);
        }
    }

    /// <summary>Checks the form that a text must have in some cases.</summary>
    public void Matches(bool isCase, string name, string member, string? value, Rule<string> rule)
    {
        if (isCase && value is not null)
        {
            Check(name, member, value, rule);
        }
    }

    /// <summary>Refuses values that exclude each other.</summary>
    public void NotBoth(bool areBoth, string name, string member, string words)
    {
        if (areBoth)
        {
            Add(name, words, member);
        }
    }

    /// <summary>Checks an id of a kind that only the owner of the object knows.</summary>
    public void Id(string name, string member, string? id, Rule<string> rule)
    {
        if (id is not null)
        {
            Check(name, member, id, rule);
        }
    }

    /// <inheritdoc cref="Id"/>
    public void Ids(string name, string member, IList<string>? ids, Rule<string> rule)
    {
        var mark = Count;
        for (var i = 0; i < ids?.Count; i++)
        {
            var inner = Count;
            if (ids[i] is { } id)
            {
                rule.Check(ref this, id);
                Under(inner, i);
            }
        }

        Under(mark, name, member);
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
