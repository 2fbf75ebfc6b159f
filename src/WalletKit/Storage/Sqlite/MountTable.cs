using System.Text;

namespace WalletKit.Storage.Sqlite;

/// <summary>The mounts in this process's view of the file system, as Linux lists them. Other systems mount no single files.</summary>
internal static class MountTable
{
    private const string Path = "/proc/self/mountinfo";

    // Number, parent, device, root, and the place.
    private const int Place = 4;

    /// <summary>Whether something is mounted at that very path, which has no symbolic links in it.</summary>
    public static bool Has(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return File.ReadLines(Path).Any(line => line.Split(' ', Place + 2) is { Length: > Place } fields && Unescape(fields[Place]) == path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc it cannot be told.
            return false;
        }
    }

    /// <summary>Reads a field, in which bytes that would end it are written as a backslash and three octal digits.</summary>
    public static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        var bytes = Encoding.UTF8.GetBytes(field);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var isEscaped = bytes[at] == '\\' && at + 3 < bytes.Length;
            bytes[length++] = isEscaped ? (byte)(((bytes[at + 1] - '0') << 6) | ((bytes[at + 2] - '0') << 3) | (bytes[at + 3] - '0')) : bytes[at];
            at += isEscaped ? 3 : 0;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
