using System.Buffers.Binary;
using System.IO.Compression;

namespace PostPress.Demo;

/// <summary>Draws a PNG to attach, so that the demo needs no files of its own. Large enough for a progress bar to move.</summary>
internal static class SampleImage
{
    private const int Width = 1200;
    private const int Height = 630;

    public static string Save(string directory, string name, byte hue)
    {
        var path = Path.Combine(directory, name);
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        header[8] = 8; // bits for each channel
        header[9] = 2; // red, green, blue
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(hue));
        WriteChunk(file, "IEND", []);
        return path;
    }

    private static byte[] Compress(byte hue)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.NoCompression))
        {
            var row = new byte[1 + (Width * 3)];
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    row[1 + (x * 3)] = (byte)(x * 255 / Width);
                    row[2 + (x * 3)] = (byte)(y * 255 / Height);
                    row[3 + (x * 3)] = hue;
                }

                zlib.Write(row);
            }
        }

        return data.ToArray();
    }

    private static void WriteChunk(FileStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);

        byte[] body = [.. type.Select(c => (byte)c), .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        file.Write(number);
    }

    /// <summary>The checksum that PNG asks for (CRC-32, ISO 3309).</summary>
    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
