using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PostPress.Sandbox;

/// <summary>A request as it was received. A snapshot: it does not change.</summary>
public sealed record SandboxRequest
{
    internal byte[]? KeyHash { get; init; }

    /// <summary>The operation of the contract that it is for; null for a request of none.</summary>
    internal string? Operation { get; init; }

    /// <summary>The account that it names; null as long as it was not read, and when it names none.</summary>
    internal string? AccountId { get; init; }

    /// <summary>The parts of a form, files without their content.</summary>
    internal IReadOnlyList<SandboxPart> Parts { get; init; } = [];

    /// <summary>The body of the response; empty if it is long, and once many other requests have come.</summary>
    internal ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>How many bytes the body of the response has.</summary>
    internal long ResponseLength { get; init; }

    /// <summary>The id of the request; it is <c>instance</c> in the body of a failure.</summary>
    public required string Id { get; init; }

    /// <summary>When it arrived, by the sandbox's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it was sent, with its escapes and without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query's parameters, unescaped; several values of one are joined by commas.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers; several values of one are joined by commas. The API key is masked: see <see cref="SentKey"/>.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The <c>Content-Length</c> that was announced; null for a chunked body or none.</summary>
    public required long? ContentLength { get; init; }

    /// <summary>How many bytes of body have arrived.</summary>
    public required long BodyLength { get; init; }

    /// <summary>The body, up to <see cref="PostPressSandboxOptions.KeptBytes"/>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The status of the response; 0 while there is none.</summary>
    public required int Status { get; init; }

    /// <summary>The kept body read as UTF-8.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Whether the request carried this API key, in either header.</summary>
    /// <param name="apiKey">The key to compare with.</param>
    /// <exception cref="ArgumentNullException"><paramref name="apiKey"/> is null.</exception>
    public bool SentKey(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        return KeyHash is not null && KeyHash.AsSpan().SequenceEqual(HashOf(apiKey));
    }

    internal static byte[] HashOf(string apiKey) => SHA256.HashData(Encoding.UTF8.GetBytes(apiKey));
}

/// <summary>A job draft or published job. A snapshot: it does not change.</summary>
public sealed record SandboxJob
{
    /// <summary>How many were created before it.</summary>
    internal int Number { get; init; }

    /// <summary>The id of the draft, and of the job once it is published.</summary>
    public required string Id { get; init; }

    /// <summary>The account that created it.</summary>
    public required string AccountId { get; init; }

    /// <summary>The body of <c>createJob</c>.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>The Recruiter project; null for a posting outside Recruiter.</summary>
    public required string? ProjectId { get; init; }

    /// <summary>How far it is.</summary>
    public required SandboxJobState State { get; init; }

    /// <summary>How many wrong codes came for the present checkpoint.</summary>
    public required int WrongCodes { get; init; }

    /// <summary>When it was created, by the sandbox's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How it was last asked to be published; null before <c>publishJob</c>.</summary>
    public required SandboxPublication? Publication { get; init; }

    /// <summary>How many times <c>publishJob</c> was carried out for it: the first one, and each that renewed a checkpoint.</summary>
    public required int Publications { get; init; }

    /// <summary>Until when the present checkpoint can be solved; null before the first one.</summary>
    public required DateTimeOffset? CheckpointExpiresAt { get; init; }

    /// <summary>When it was published; null while it is a draft.</summary>
    public required DateTimeOffset? PublishedAt { get; init; }
}

/// <summary>How far a job is on its way from draft to publication.</summary>
public enum SandboxJobState
{
    /// <summary>It is a draft that nobody has asked to publish: it has no checkpoint.</summary>
    Draft,

    /// <summary>It stands at its first checkpoint, <c>OTP</c>.</summary>
    AwaitingOtp,

    /// <summary>It stands at its second checkpoint, <c>EMAIL_VERIFICATION</c>.</summary>
    AwaitingEmailVerification,

    /// <summary>Too many wrong codes came: <c>publishJob</c> has to be called again.</summary>
    Blocked,

    /// <summary>It is published.</summary>
    Published,
}

/// <summary>How a draft is to be published: the body of <c>publishJob</c>, with what it left to LinkedIn. A snapshot: it does not change.</summary>
public sealed record SandboxPublication
{
    internal const string FreeMode = "FREE";

    /// <summary><c>FREE</c>, <c>PROMOTED</c> or <c>PROMOTED_PLUS</c>.</summary>
    public required string Mode { get; init; }

    /// <summary><c>CLASSIC</c>, which is the default, or <c>RECRUITER</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The budget; the recommended one of a day when none was given, and null for <c>FREE</c>.</summary>
    public required SandboxBudget? Budget { get; init; }

    /// <summary>Whether the profile picture gets the hiring frame.</summary>
    public required bool HiringPhotoFrame { get; init; }

    /// <summary>Whether the second checkpoint is skipped.</summary>
    public required bool BypassEmailVerification { get; init; }
}

/// <summary>What the promotion of a job may cost.</summary>
/// <param name="Currency">The currency, such as <c>USD</c>.</param>
/// <param name="Amount">The amount, in units of the currency.</param>
/// <param name="Period">The time that the amount is for.</param>
public sealed record SandboxBudget(string Currency, decimal Amount, SandboxBudgetPeriod Period);

/// <summary>The time that a budget is for.</summary>
public enum SandboxBudgetPeriod
{
    /// <summary>A day: <c>daily</c>.</summary>
    Day,

    /// <summary>A month: <c>monthly</c>.</summary>
    Month,
}

/// <summary>A published post. A snapshot: it does not change.</summary>
public sealed record SandboxPost
{
    /// <summary>The id in the response; null with <see cref="SandboxTriggers.PostWithoutId"/>.</summary>
    public required string? Id { get; init; }

    /// <summary>The account that published it.</summary>
    public required string AccountId { get; init; }

    /// <summary>The text, with its placeholders.</summary>
    public required string Text { get; init; }

    /// <summary>The content of the <c>mentions</c> part; null when there was none.</summary>
    public required JsonElement? Mentions { get; init; }

    /// <summary>Every part that was received, in order.</summary>
    public required IReadOnlyList<SandboxPart> Parts { get; init; }

    /// <summary>When it was published, by the sandbox's clock.</summary>
    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>A part of a multipart body as it was received.</summary>
public sealed record SandboxPart
{
    /// <summary>The name of the part.</summary>
    public required string Name { get; init; }

    /// <summary>The file name; null for a plain field.</summary>
    public required string? FileName { get; init; }

    /// <summary>The content type; null when the part has none.</summary>
    public required string? ContentType { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required long Length { get; init; }

    /// <summary>The SHA-256 of all its bytes, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its bytes, up to <see cref="PostPressSandboxOptions.KeptBytes"/>.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The kept bytes read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);
}

/// <summary>A search that was kept by <c>save_search</c>. A snapshot: it does not change.</summary>
public sealed record SandboxSavedSearch
{
    /// <summary>The name that it was kept under.</summary>
    public required string Name { get; init; }

    /// <summary>The account that searched.</summary>
    public required string AccountId { get; init; }

    /// <summary>The body of the search.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>When it was kept, by the sandbox's clock.</summary>
    public required DateTimeOffset SavedAt { get; init; }
}
