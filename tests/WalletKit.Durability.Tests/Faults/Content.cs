using WalletKit.TestHost.Disk;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>The content of a file; null where there is no file.</summary>
internal sealed class Content(byte[]? bytes)
{
    private readonly MemoryStream _bytes = Expandable(bytes ?? []);

    public bool Exists { get; private set; } = bytes is not null;

    public Content Copy() => new(Exists ? _bytes.ToArray() : null);

    public byte[] ToArray() => _bytes.ToArray();

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        Exists = true;
        _bytes.Position = offset;
        _bytes.Write(data);
    }

    public void Apply(DiskCallKind kind, long offset, ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case DiskCallKind.Write:
                Write(offset, data);
                break;
            case DiskCallKind.Truncate:
                _bytes.SetLength(offset);
                break;
            case DiskCallKind.Delete:
                Exists = false;
                _bytes.SetLength(0);
                break;
        }
    }

    public void Save(string path)
    {
        File.Delete(path);
        if (Exists)
        {
            File.WriteAllBytes(path, _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length));
        }
    }

    private static MemoryStream Expandable(byte[] bytes)
    {
        var stream = new MemoryStream();
        stream.Write(bytes);
        return stream;
    }
}
