namespace PostPress.Validation;

/// <summary>Throws an exception with the violations that a check found.</summary>
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
