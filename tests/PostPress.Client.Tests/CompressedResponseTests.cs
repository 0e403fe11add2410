using System.IO.Compression;
using System.Net;

namespace PostPress.Tests;

/// <summary>What a decompressing handler makes of a response is bounded, whatever came over the wire.</summary>
[NonParallelizable]
public class CompressedResponseTests
{
    public enum Encoding
    {
        Gzip,
        Brotli,
    }

    [Test]
    public async Task A_response_of_a_gigabyte_costs_at_most_64_MiB([Values] Encoding encoding, [Values(200, 500)] int status)
    {
        var bomb = Bomb(encoding);
        await using var server = new RawServer(async (_, connection, cancellationToken) =>
        {
            await connection.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Encoding: {(encoding == Encoding.Gzip ? "gzip" : "br")}\r\nContent-Length: {bomb.Length}\r\n\r\n"), cancellationToken);
            await connection.WriteAsync(bomb, cancellationToken);
        });
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = server.Address, MaxRetries = 0 });
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Search.GetPageAsync("a", new ClassicPeopleSearch()));

        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(64L * 1024 * 1024));
        Assert.That((int)e!.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task A_compressed_page_is_read()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("""{"object":"LinkedinSearch","items":[],"cursor":"next"}"""u8);
        }

        await using var server = new RawServer(async (_, connection, cancellationToken) =>
        {
            await connection.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {compressed.Length}\r\n\r\n"), cancellationToken);
            await connection.WriteAsync(compressed.ToArray(), cancellationToken);
        });
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = server.Address });

        Assert.That((await client.Search.GetPageAsync("a", new ClassicPeopleSearch())).Cursor, Is.EqualTo("next"));
    }

    private static byte[] Bomb(Encoding encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding == Encoding.Gzip
            ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            packer.Write("{\"object\":\"LinkedinSearch\",\"x\":\""u8);
            var piece = new byte[1024 * 1024];
            Array.Fill(piece, (byte)'a');
            for (var i = 0; i < 1024; i++)
            {
                packer.Write(piece);
            }
        }

        return packed.ToArray();
    }
}
