namespace PostPress.Validation;

/// <summary>Turns what the generated checks found into an exception, and adds the one rule that the contract has in words only.</summary>
internal static class RequestValidation
{
    internal static void ThrowIfBroken(this in RequestCheck check, string operation)
    {
        if (check.Count > 0)
        {
            throw new InvalidRequestException(operation, [.. check.Broken.Select(broken => new RequestViolation(broken.Path, broken.Rule))]);
        }
    }

    /// <summary>A <c>{{n}}</c> in the text of a post stands for an entry of <c>mentions</c>; without it, LinkedIn would show the braces.</summary>
    internal static void CheckMentionIndexes(ref RequestCheck check, string path, string text, int mentions)
    {
        for (var at = text.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = text.IndexOf("{{", at + 1, StringComparison.Ordinal))
        {
            var end = at + 2;
            var index = 0;
            while (end < text.Length && text[end] is >= '0' and <= '9')
            {
                // Large enough is enough, and can't overflow.
                index = Math.Min((index * 10) + (text[end] - '0'), 1_000_000);
                end++;
            }

            if (end > at + 2 && index >= mentions && string.CompareOrdinal(text, end, "}}", 0, 2) == 0)
            {
                check.Add(path, FormattableString.Invariant($"has a number in double braces that none of the {mentions} mentions stands for; mention with PostText.From, or put a space between the braces"));
                return;
            }
        }
    }
}
