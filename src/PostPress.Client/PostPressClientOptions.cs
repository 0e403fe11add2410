namespace PostPress;

/// <summary>What a <see cref="PostPressClient"/> needs to know. Copied when a client is made: later changes have no effect on it.</summary>
public sealed class PostPressClientOptions
{
    /// <summary>The first server of the contract: the one in the example calls of the documentation.</summary>
    internal static readonly Uri DefaultBaseAddress = new(PostPressApi.BaseAddress + "/");

    /// <summary>
    /// Gets or sets the API key from the PostPress dashboard. It begins with <c>pp_live_</c> or <c>pp_test_</c>
    /// and is sent as the <c>X-API-KEY</c> header.
    /// </summary>
    /// <value>The default is <see langword="null"/>, which is refused when a client is made.</value>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the address of the API, with or without a slash at its end.</summary>
    /// <value>
    /// The default is <c>https://api.postpress.ai/api/v1</c>. <c>https://api.postpress.ai/v1</c>, which the headings of
    /// the documentation name, works as well, and so does the address of a sandbox.
    /// </value>
    public Uri BaseAddress { get; set; } = DefaultBaseAddress;

    /// <summary>Says what is wrong with these options, or nothing.</summary>
    internal string? FindProblem()
    {
        if (string.IsNullOrWhiteSpace(ApiKey))
        {
            return "ApiKey is missing. Set PostPressClientOptions.ApiKey to a key from the PostPress dashboard (pp_live_… or pp_test_…).";
        }

        if (!ApiKey!.All(c => c is > ' ' and < '\x7f'))
        {
            return "ApiKey holds a space, a line break or a character outside ASCII, which no HTTP header can carry. Copy it again from the PostPress dashboard.";
        }

        if (BaseAddress is null || !BaseAddress.IsAbsoluteUri || (BaseAddress.Scheme != Uri.UriSchemeHttps && BaseAddress.Scheme != Uri.UriSchemeHttp))
        {
            return "BaseAddress must be an absolute http or https address, such as https://api.postpress.ai/api/v1.";
        }

        if (BaseAddress.Query.Length > 0 || BaseAddress.Fragment.Length > 0)
        {
            return "BaseAddress must have no query and no fragment, such as https://api.postpress.ai/api/v1.";
        }

        return null;
    }

    internal PostPressClientOptions Copy() => (PostPressClientOptions)MemberwiseClone();
}
