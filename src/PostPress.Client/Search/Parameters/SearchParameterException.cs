using System.Globalization;

namespace PostPress;

/// <summary>
/// The exception for a title that matches nothing on LinkedIn, or more than one thing. <see cref="Candidates"/> contains what
/// LinkedIn offers instead. Let a person choose, or use the id of one of them.
/// </summary>
public class SearchParameterException : PostPressException
{
    private const int CandidatesInMessage = 5;

    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="type">The kind of thing.</param>
    /// <param name="text">The title that was looked for.</param>
    /// <param name="candidates">The things that LinkedIn offers.</param>
    /// <param name="isAmbiguous">See <see cref="IsAmbiguous"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public SearchParameterException(SearchParameterType type, string text, IReadOnlyList<SearchParameter> candidates, bool isAmbiguous)
        : base(Describe(type, text, candidates, isAmbiguous))
    {
        Type = type;
        Text = text;
        Candidates = candidates;
        IsAmbiguous = isAmbiguous;
        Operation = ListSearchParametersOperation.Id;
        Outcome = CallOutcome.Applied;
    }

    /// <summary>Gets the kind of thing.</summary>
    public SearchParameterType Type { get; }

    /// <summary>Gets the title that was looked for.</summary>
    public string Text { get; }

    /// <summary>Gets the things that LinkedIn offers, with the best match first. If several have exactly that title, only these. It can be empty.</summary>
    public IReadOnlyList<SearchParameter> Candidates { get; }

    /// <summary>Gets whether several things have exactly that title; false if there is none.</summary>
    public bool IsAmbiguous { get; }

    private static string Describe(SearchParameterType type, string text, IReadOnlyList<SearchParameter> candidates, bool isAmbiguous)
    {
        Argument.NotNull(text, nameof(text));
        Argument.NotNull(candidates, nameof(candidates));

        var offers = string.Join("; ", candidates.Take(CandidatesInMessage).Select(candidate => $"{candidate.Title} ({candidate.Id})"));
        var more = candidates.Count > CandidatesInMessage ? string.Format(CultureInfo.InvariantCulture, "; and {0} more", candidates.Count - CandidatesInMessage) : "";
        return isAmbiguous ? $"LinkedIn has more than one {type} with the title \"{text}\": {offers}{more}. Use the id of one of them."
            : candidates.Count == 0 ? $"LinkedIn has no {type} for \"{text}\". Check the spelling, or try a part of the title with Search.ListParametersAsync."
            : $"LinkedIn has no {type} with exactly the title \"{text}\". It offers: {offers}{more}. Use the id of one of them, or its full title.";
    }
}
