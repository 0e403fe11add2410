namespace PostPress.Benchmarks;

/// <summary>What the table and the chart call the contenders.</summary>
internal static class PeerName
{
    public const string Ours = "PostPress";
    public const string OursOverNewtonsoft = "PostPress as on .NET Standard 2.0";
    public const string OursInHost = "PostPress in a host";
    public const string OursOverHttpClient = "PostPress over your HttpClient";
    public const string NSwag = "NSwag with Newtonsoft.Json";
    public const string Stj = "System.Text.Json, source generation";
    public const string StjAtItsBest = "the same, `type` first and nowhere else";
    public const string StjByHand = "HttpClient with System.Text.Json";
    public const string RestSharp = "RestSharp";
    public const string Refit = "Refit";
    public const string Kiota = "Kiota";
    public const string RawInHost = "HttpClient, bytes only, in a host";
    public const string Raw = "HttpClient, bytes only";
    public const string Curl = "curl";
}
