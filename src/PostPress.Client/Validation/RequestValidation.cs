namespace PostPress.Validation;

/// <summary>Turns what the checks found into an exception.</summary>
internal static class RequestValidation
{
    internal static void ThrowIfBroken(this in RequestCheck check, string operation)
    {
        if (check.Count > 0)
        {
            throw new InvalidRequestException(operation, [.. check.Broken.Select(broken => new RequestViolation(broken.Path, broken.Rule, broken.Member))]);
        }
    }
}
