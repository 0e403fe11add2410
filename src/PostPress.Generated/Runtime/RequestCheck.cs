using System.Globalization;

namespace PostPress;

/// <summary>A rule of the contract that a request breaks.</summary>
internal readonly struct BrokenRule(string path, string? member, string rule)
{
    /// <summary>The path in the JSON, such as <c>recruiter.functions[1]</c>; empty for the whole body.</summary>
    public string Path { get; } = path;

    /// <summary>The path with C# names, such as <c>Recruiter.Functions[1]</c>; null if there is none.</summary>
    public string? Member { get; } = member;

    /// <summary>The rule in words. It contains the value only if that is a number, because a text can be secret.</summary>
    public string Rule { get; } = rule;
}

/// <summary>Collects the violations of a request. It allocates nothing if there are none.</summary>
/// <remarks>
/// Paths are built from the inside out: the code that checks a member stores <see cref="Count"/> before, and then adds the
/// name of the member to all violations since then with <see cref="Under(int, string, string)"/>. So a valid request needs no paths.
/// </remarks>
internal struct RequestCheck
{
    private List<BrokenRule>? _broken;

    /// <summary>The violations, in the order of the members in the contract.</summary>
    public readonly IReadOnlyList<BrokenRule> Broken => _broken ?? [];

    public readonly int Count => _broken?.Count ?? 0;

    public void Add(string path, string rule, string? member = null) => (_broken ??= []).Add(new BrokenRule(path, member ?? (path.Length == 0 ? string.Empty : null), rule));

    /// <summary>Adds a name to the paths of all violations since <paramref name="mark"/>.</summary>
    /// <param name="mark">The value of <see cref="Count"/> before the check.</param>
    /// <param name="name">The name of a member in the JSON, or an index in brackets.</param>
    /// <param name="member">The name of the member in C#; null if there is none.</param>
    public readonly void Under(int mark, string name, string? member)
    {
        for (var i = mark; i < Count; i++)
        {
            var inner = _broken![i];
            _broken[i] = new BrokenRule(Join(name, inner.Path), member is null || inner.Member is null ? null : Join(member, inner.Member), inner.Rule);
        }

        static string Join(string outer, string inner) => inner.Length == 0 || inner[0] == '[' ? outer + inner : $"{outer}.{inner}";
    }

    /// <summary>Adds an index of a list to the paths of all violations since <paramref name="mark"/>.</summary>
    public readonly void Under(int mark, int index)
    {
        if (Count > mark)
        {
            var name = string.Format(CultureInfo.InvariantCulture, "[{0}]", index);
            Under(mark, name, name);
        }
    }

    /// <summary>Checks a parameter, or a part of a multipart body.</summary>
    /// <param name="name">The name in the request.</param>
    /// <param name="isRequired">Whether it is required.</param>
    /// <param name="value">The value.</param>
    /// <param name="rule">The rule of the contract; null if there is none.</param>
    /// <param name="member">The name in C#; null if it is not a member of the request.</param>
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

    /// <summary>Checks that one number is not greater than another, if both have a value.</summary>
    public void Ordered(string low, string member, decimal? lowValue, string high, decimal? highValue)
    {
        if (lowValue > highValue)
        {
            Add(low, string.Format(CultureInfo.InvariantCulture, "must not be above `{0}`; it is {1}, and `{0}` is {2}", high, lowValue, highValue), member);
        }
    }

    /// <summary>Checks that all items of a list are in another list.</summary>
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

    /// <summary>Checks that a list that has a value is not empty.</summary>
    public void NotEmpty(string list, string member, int? count)
    {
        if (count == 0)
        {
            Add(list, "needs at least 1 item, has 0", member);
        }
    }

    /// <summary>Checks the format that a text must have under some conditions.</summary>
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

    /// <summary>Checks an id whose type is known only to the object that contains it.</summary>
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

    /// <summary>Checks how many of the alternatives in the contract are present.</summary>
    public void Alternatives(int count, bool onlyOne, string words)
    {
        if (count == 0 || (onlyOne && count > 1))
        {
            Add(string.Empty, (onlyOne ? "needs just one of " : "needs ") + words);
        }
    }
}
