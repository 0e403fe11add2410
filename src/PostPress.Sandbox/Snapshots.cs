using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PostPress.Sandbox;

/// <summary>A request as it was received. It is an immutable snapshot.</summary>
public sealed record SandboxRequest
{
    internal byte[]? KeyHash { get; init; }

    /// <summary>The operation of the contract; null for a request to another endpoint.</summary>
    internal string? Operation { get; init; }

    /// <summary>The account id in the request; null if there is none, or if it was not read yet.</summary>
    internal string? AccountId { get; init; }

    /// <summary>The parts of a form. Files have no content here.</summary>
    internal IReadOnlyList<SandboxPart> Parts { get; init; } = [];

    /// <summary>The body of the response; empty if it was not kept.</summary>
    internal ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>The length of the response's body, in bytes.</summary>
    internal long ResponseLength { get; init; }

    /// <summary>The id of the request. It is <c>instance</c> in the body of an error response.</summary>
    public required string Id { get; init; }

    /// <summary>The time of arrival, by the clock of the sandbox.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it was sent, escaped, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The parameters of the query, unescaped. Several values of a parameter are joined by commas.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers. Several values of a header are joined by commas. The API key is masked; see <see cref="SentKey"/>.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The <c>Content-Length</c> header; null for a chunked body or no body.</summary>
    public required long? ContentLength { get; init; }

    /// <summary>The number of received bytes of the body.</summary>
    public required long BodyLength { get; init; }

    /// <summary>The body, up to <see cref="PostPressSandboxOptions.KeptBytes"/>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The status of the response; 0 before there is one.</summary>
    public required int Status { get; init; }

    /// <summary>The kept body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Returns whether the request was sent with this API key, in either header.</summary>
    /// <param name="apiKey">The API key.</param>
    /// <returns>Whether the request contains the key.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="apiKey"/> is null.</exception>
    public bool SentKey(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        return KeyHash is not null && KeyHash.AsSpan().SequenceEqual(HashOf(apiKey));
    }

    internal static byte[] HashOf(string apiKey) => SHA256.HashData(Encoding.UTF8.GetBytes(apiKey));
}

/// <summary>A job draft or published job. It is an immutable snapshot.</summary>
public sealed record SandboxJob
{
    /// <summary>The number of drafts that were created before it.</summary>
    internal int Number { get; init; }

    /// <summary>The id of the draft and of the published job.</summary>
    public required string Id { get; init; }

    /// <summary>The account that created it.</summary>
    public required string AccountId { get; init; }

    /// <summary>The body of <c>createJob</c>.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>The id of the Recruiter project; null for a job outside Recruiter.</summary>
    public required string? ProjectId { get; init; }

    /// <summary>The state of the job.</summary>
    public required SandboxJobState State { get; init; }

    /// <summary>The number of wrong codes for the current checkpoint.</summary>
    public required int WrongCodes { get; init; }

    /// <summary>The time of creation, by the clock of the sandbox.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last publication request; null before <c>publishJob</c>.</summary>
    public required SandboxPublication? Publication { get; init; }

    /// <summary>The number of successful calls of <c>publishJob</c>: the first one, and each that created a new checkpoint.</summary>
    public required int Publications { get; init; }

    /// <summary>The expiry of the current checkpoint; null before the first one.</summary>
    public required DateTimeOffset? CheckpointExpiresAt { get; init; }

    /// <summary>The time of publication; null for a draft.</summary>
    public required DateTimeOffset? PublishedAt { get; init; }
}

/// <summary>The states of a job.</summary>
public enum SandboxJobState
{
    /// <summary>A draft without a checkpoint: <c>publishJob</c> was not called.</summary>
    Draft,

    /// <summary>A draft at its first checkpoint, <c>OTP</c>.</summary>
    AwaitingOtp,

    /// <summary>A draft at its second checkpoint, <c>EMAIL_VERIFICATION</c>.</summary>
    AwaitingEmailVerification,

    /// <summary>A draft with too many wrong codes. <c>publishJob</c> must be called again.</summary>
    Blocked,

    /// <summary>A published job.</summary>
    Published,
}

/// <summary>A publication request: the body of <c>publishJob</c>, completed with the defaults of LinkedIn. It is an immutable snapshot.</summary>
public sealed record SandboxPublication
{
    internal const string FreeMode = "FREE";

    /// <summary><c>FREE</c>, <c>PROMOTED</c> or <c>PROMOTED_PLUS</c>.</summary>
    public required string Mode { get; init; }

    /// <summary><c>CLASSIC</c>, the default, or <c>RECRUITER</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The budget. It is the recommended daily budget if the request had none, and null for <c>FREE</c>.</summary>
    public required SandboxBudget? Budget { get; init; }

    /// <summary>Whether the profile picture gets the hiring frame.</summary>
    public required bool HiringPhotoFrame { get; init; }

    /// <summary>Whether the second checkpoint is skipped.</summary>
    public required bool BypassEmailVerification { get; init; }
}

/// <summary>The budget of a promoted job.</summary>
/// <param name="Currency">The currency, such as <c>USD</c>.</param>
/// <param name="Amount">The amount, in units of the currency.</param>
/// <param name="Period">The period of the amount.</param>
public sealed record SandboxBudget(string Currency, decimal Amount, SandboxBudgetPeriod Period);

/// <summary>The period of a budget.</summary>
public enum SandboxBudgetPeriod
{
    /// <summary>A day: <c>daily</c>.</summary>
    Day,

    /// <summary>A month: <c>monthly</c>.</summary>
    Month,
}

/// <summary>A published post. It is an immutable snapshot.</summary>
public sealed record SandboxPost
{
    /// <summary>The id in the response; null with <see cref="SandboxTriggers.PostWithoutId"/>.</summary>
    public required string? Id { get; init; }

    /// <summary>The account that published it.</summary>
    public required string AccountId { get; init; }

    /// <summary>The text, with its placeholders.</summary>
    public required string Text { get; init; }

    /// <summary>The content of the <c>mentions</c> part; null if there was none.</summary>
    public required JsonElement? Mentions { get; init; }

    /// <summary>All received parts, in order.</summary>
    public required IReadOnlyList<SandboxPart> Parts { get; init; }

    /// <summary>The time of publication, by the clock of the sandbox.</summary>
    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>A part of a multipart body as it was received.</summary>
public sealed record SandboxPart
{
    /// <summary>The name of the part.</summary>
    public required string Name { get; init; }

    /// <summary>The file name; null for a plain field.</summary>
    public required string? FileName { get; init; }

    /// <summary>The content type; null if the part has none.</summary>
    public required string? ContentType { get; init; }

    /// <summary>The number of bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The SHA-256 hash of all bytes, in lowercase hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The bytes, up to <see cref="PostPressSandboxOptions.KeptBytes"/>.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The kept bytes as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);
}

/// <summary>A search that was saved with <c>save_search</c>. It is an immutable snapshot.</summary>
public sealed record SandboxSavedSearch
{
    /// <summary>The name of the saved search.</summary>
    public required string Name { get; init; }

    /// <summary>The account that searched.</summary>
    public required string AccountId { get; init; }

    /// <summary>The body of the search.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>The time of saving, by the clock of the sandbox.</summary>
    public required DateTimeOffset SavedAt { get; init; }
}
