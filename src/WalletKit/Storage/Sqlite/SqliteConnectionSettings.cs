using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>The settings of a connection string of Microsoft.Data.Sqlite. The store heeds each keyword or refuses it by name.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="MustExist">Whether the file must exist, which <c>Mode=ReadWrite</c> says.</param>
/// <param name="BusyTimeout">How long to wait for the file, which <c>Default Timeout</c> says; null where the string does not.</param>
internal sealed record SqliteConnectionSettings(string Path, bool MustExist, TimeSpan? BusyTimeout)
{
    private const int MaxTimeoutSeconds = 3_600;
    private const int MaxShownLength = 200;

    // A keyword that a later driver brings has no rule, and is refused until it gets one.
    private static readonly Dictionary<string, Func<SqliteConnectionStringBuilder, string?>> s_rules = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Data Source"] = static _ => null,
        ["Mode"] = static parts => parts.Mode switch
        {
            SqliteOpenMode.ReadWriteCreate or SqliteOpenMode.ReadWrite => null,
            SqliteOpenMode.Memory => "names a database in memory by Mode=Memory; use the in-memory store",
            SqliteOpenMode.ReadOnly => "asks for a read-only database by Mode=ReadOnly; a wallet store writes",
            _ => string.Create(CultureInfo.InvariantCulture, $"has Mode={(int)parts.Mode}; it must be ReadWriteCreate or ReadWrite"),
        },
        ["Cache"] = static parts => parts.Cache switch
        {
            SqliteCacheMode.Default or SqliteCacheMode.Private => null,
            SqliteCacheMode.Shared => "asks for a shared cache by Cache=Shared, which breaks the isolation of readers",
            _ => string.Create(CultureInfo.InvariantCulture, $"has Cache={(int)parts.Cache}; it must be Default or Private"),
        },
        ["Password"] = static parts => parts.Password == "" ? null : "has a Password; the SQLite in use does not encrypt, so leave the password out",
        ["Foreign Keys"] = static parts => parts.ForeignKeys != false ? null : "turns references off by Foreign Keys=False; the store always checks them",
        ["Recursive Triggers"] = static parts => !parts.RecursiveTriggers ? null : "asks for Recursive Triggers; the tables of the store have no triggers",
        ["Default Timeout"] = static parts => parts.DefaultTimeout is >= 1 and <= MaxTimeoutSeconds
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"has Default Timeout={parts.DefaultTimeout}; it must be from 1 to {MaxTimeoutSeconds:N0} seconds"),
        ["Pooling"] = static parts => !parts.Pooling ? null : "asks for Pooling; the store keeps connections of its own, so leave it out or set it to False",
        ["Vfs"] = static parts => string.IsNullOrWhiteSpace(parts.Vfs) ? null : "names a Vfs; the store relies on the files and locks of the operating system",
    };

    /// <summary>Says what is wrong with a connection string; null where nothing is.</summary>
    public static string? Check(string? text) =>
        // A configuration without such an entry gives an empty text.
        string.IsNullOrWhiteSpace(text)
            ? "is missing; it must name a file, as in Data Source=wallets.db"
            : TryParse(text, out var parts) ?? SqliteDataSource.Check(parts.DataSource) ?? CheckKeywords(parts);

    /// <summary>Reads a connection string that <see cref="Check"/> has let pass.</summary>
    public static SqliteConnectionSettings Read(string text)
    {
        _ = TryParse(text, out var parts);
        return new(
            SqliteDataSource.FullPath(parts.DataSource),
            parts.Mode == SqliteOpenMode.ReadWrite,
            parts.ShouldSerialize("Default Timeout") ? TimeSpan.FromSeconds(parts.DefaultTimeout) : null);
    }

    /// <summary>Asks the rule of each keyword that is there.</summary>
    internal static string? CheckKeywords(SqliteConnectionStringBuilder parts) => parts.Keys.Cast<string>()
        .Where(parts.ShouldSerialize)
        .Select(keyword => s_rules.TryGetValue(keyword, out var rule) ? rule(parts) : $"has the keyword {keyword}, which the store does not know; leave it out")
        .FirstOrDefault(static broken => broken is not null);

    /// <summary>Reads the keywords, whatever their values ask for; says what cannot be read, and null where all can.</summary>
    public static string? TryParse(string? text, out SqliteConnectionStringBuilder parts)
    {
        parts = new();

        // The keywords are read one by one, because the driver's own message does not name the keyword whose value it cannot read. The driver reads numbers in
        // the culture of the thread, and a setting must mean the same under every culture.
        var keyword = "";
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            var given = new DbConnectionStringBuilder { ConnectionString = text };
            foreach (string key in given.Keys)
            {
                keyword = key;
                parts[key] = given[key];
            }

            return null;
        }
        catch (ArgumentException exception) when (keyword == "" || !parts.ContainsKey(keyword))
        {
            return $"cannot be read: {Shown(exception.Message.TrimEnd('.'))}";
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return $"cannot be read, because of its {Shown(keyword)}: {Shown(exception.Message.TrimEnd('.'))}";
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string Shown(string text) => InvalidInputException.ShowBare(text, MaxShownLength);
}
