using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PostPress.Benchmarks;

/// <summary>The other side of the rows over loopback, in a process of its own. It knows nothing but how to answer these rows.</summary>
internal sealed class Server : IAsyncDisposable
{
    /// <summary>How long a listing's page takes.</summary>
    public static readonly TimeSpan PageTime = TimeSpan.FromMilliseconds(50);

    /// <summary>The pause between the pieces of a slow body.</summary>
    public static readonly TimeSpan PieceTime = TimeSpan.FromMilliseconds(20);

    public const int Pieces = 10;

    public const int ListingPageSize = 50;

    private readonly Process _process;

    private Server(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>The address, with a slash at its end. What follows says how it answers: <c>page/</c>, <c>slow/</c>, <c>list/1000/</c>, nothing for an upload.</summary>
    public string Address { get; }

    public static async Task<Server> StartAsync()
    {
        var process = Child.Start("serve");
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        return new Server(process, address);
    }

    public async ValueTask DisposeAsync()
    {
        // It ends when its input does, so also when this process is killed.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The server itself, until its input ends.</summary>
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        await using var app = builder.Build();
        var page = Page.Of(100);
        var listing = new Listing();
        app.Run(context => context.Request.Path.Value!.Split('/') switch
        {
            ["", "page", ..] => AnswerAsync(context, page),
            ["", "slow", ..] => AnswerSlowlyAsync(context, page),
            ["", "list", var total, ..] => ListAsync(context, listing, int.Parse(total, CultureInfo.InvariantCulture)),
            _ => TakeAsync(context),
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single() + "/");
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Nothing is said to it; the end is what it waits for.
        }

        await app.StopAsync();
    }

    private static async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private static async Task AnswerSlowlyAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        var size = (body.Length / Pieces) + 1;
        for (var start = 0; start < body.Length; start += size)
        {
            if (start > 0)
            {
                await Task.Delay(PieceTime);
            }

            await context.Response.Body.WriteAsync(body[start..Math.Min(start + size, body.Length)]);
            await context.Response.Body.FlushAsync();
        }
    }

    private static async Task ListAsync(HttpContext context, Listing listing, int total)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        var start = request.RootElement.TryGetProperty("cursor", out var cursor) ? int.Parse(cursor.GetString()!, CultureInfo.InvariantCulture) : 0;
        await Task.Delay(PageTime);
        await AnswerAsync(context, listing.From(start, total));
    }

    /// <summary>Reads the body and tells its size where a post's id would be.</summary>
    private static async Task TakeAsync(HttpContext context)
    {
        long size = 0;
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync();
            size += read.Buffer.Length;
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsJsonAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["object"] = "PostCreated",
            ["post_id"] = size.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>One page that stands for all of them; only its cursor changes.</summary>
    private sealed class Listing
    {
        private const string Placeholder = "00000000";

        private readonly byte[] _last = Page.Of(ListingPageSize, cursor: null);
        private readonly byte[] _page = Page.Of(ListingPageSize, cursor: Placeholder);
        private readonly int _cursor;

        public Listing() => _cursor = _page.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(Placeholder));

        public ReadOnlyMemory<byte> From(int start, int total)
        {
            if (start + ListingPageSize >= total)
            {
                return _last;
            }

            var page = _page.ToArray();
            Encoding.UTF8.GetBytes((start + ListingPageSize).ToString("00000000", CultureInfo.InvariantCulture), page.AsSpan(_cursor));
            return page;
        }
    }
}
