using System.Globalization;

namespace PostPress.Sandbox.Page;

/// <summary>A request as a line for the terminal.</summary>
internal static class RequestLine
{
    private const int MaxLength = 200;

    public static string For(SandboxRequest request, Masking masking)
    {
        var time = request.Time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var line = masking.Text(string.Join(' ', new[] { time, request.Status.ToString(CultureInfo.InvariantCulture), request.Method, request.Path, request.AccountId, PageData.ErrorOf(request) }.OfType<string>()));

        // The account id comes from the request and must not control the terminal.
        return string.Concat(line.Take(MaxLength).Select(c => char.IsControl(c) ? '?' : c));
    }
}
