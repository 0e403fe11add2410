using System.Text.RegularExpressions;

namespace PostPress.Sandbox.Operations;

/// <summary>A keyword query as on LinkedIn: all words must occur. It supports <c>AND</c>, <c>OR</c>, <c>NOT</c>, parentheses and quotes.</summary>
internal sealed partial class KeywordQuery
{
    private readonly Queue<string> _tokens;

    private KeywordQuery(string keywords) => _tokens = new Queue<string>(Token().Matches(keywords).Select(m => m.Value));

    /// <summary>Returns a function that tests a text. Without keywords, all texts match.</summary>
    public static Predicate<string> Parse(string? keywords)
    {
        var query = new KeywordQuery(keywords ?? "");
        Predicate<string> all = _ => true;
        // An extra closing parenthesis ends an expression early. The rest is read as a further expression.
        while (query._tokens.Count > 0)
        {
            var (before, part) = (all, query.Any());
            all = text => before(text) && part(text);
            query.Skip(")");
        }

        return all;
    }

    private Predicate<string> Any()
    {
        var result = All();
        while (Skip("OR"))
        {
            var (left, right) = (result, All());
            result = text => left(text) || right(text);
        }

        return result;
    }

    private Predicate<string> All()
    {
        Predicate<string> result = _ => true;
        while (_tokens.TryPeek(out var next) && next is not ("OR" or ")"))
        {
            if (Skip("AND"))
            {
                continue;
            }

            var (left, right) = (result, One());
            result = text => left(text) && right(text);
        }

        return result;
    }

    private Predicate<string> One()
    {
        if (Skip("NOT"))
        {
            var not = _tokens.Count == 0 ? _ => false : One();
            return text => !not(text);
        }

        if (Skip("("))
        {
            var inner = Any();
            Skip(")");
            return inner;
        }

        var word = _tokens.Dequeue().Trim('"');
        return text => text.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    private bool Skip(string token) => _tokens.TryPeek(out var next) && next == token && _tokens.TryDequeue(out _);

    [GeneratedRegex("""
        "[^"]*"?|[()]|[^\s()"]+
        """, RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
