using System.Globalization;

namespace PostPress;

/// <summary>
/// LinkedIn knows nothing, or more than one thing, by exactly the text that was looked for; <see cref="Candidates"/> are what it
/// offers instead. Let a person choose, or use the id of one of them.
/// </summary>
public class SearchParameterException : PostPressException
{
    private const int CandidatesInMessage = 5;

    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="type">The kind of thing that was looked for.</param>
    /// <param name="text">The text that was looked for.</param>
    /// <param name="candidates">What LinkedIn offers.</param>
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

    /// <summary>Gets the kind of thing that was looked for.</summary>
    public SearchParameterType Type { get; }

    /// <summary>Gets the text that was looked for.</summary>
    public string Text { get; }

    /// <summary>Gets what LinkedIn offers, the best match first: those with exactly that title if there are several, else whatever it offers, perhaps nothing.</summary>
    public IReadOnlyList<SearchParameter> Candidates { get; }

    /// <summary>Gets whether several have exactly that title; false if none has.</summary>
    public bool IsAmbiguous { get; }

    private static string Describe(SearchParameterType type, string text, IReadOnlyList<SearchParameter> candidates, bool isAmbiguous)
    {
        Argument.NotNull(text, nameof(text));
        Argument.NotNull(candidates, nameof(candidates));

        var offers = string.Join("; ", candidates.Take(CandidatesInMessage).Select(candidate => $"{candidate.Title} ({candidate.Id})"));
        var more = candidates.Count > CandidatesInMessage ? string.Format(CultureInfo.InvariantCulture, "; and {0} more", candidates.Count - CandidatesInMessage) : "";
        return isAmbiguous ? $"LinkedIn knows more than one {type} titled \"{text}\": {offers}{more}. Use the id of the one that is meant."
            : candidates.Count == 0 ? $"LinkedIn knows no {type} for \"{text}\". Check the spelling, or try a part of it with Search.ListParametersAsync."
            : $"LinkedIn knows no {type} titled exactly \"{text}\". It offers: {offers}{more}. Use the id of the one that is meant, or its whole title.";
    }
}
