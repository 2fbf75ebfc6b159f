using System.Globalization;
using Npgsql;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql;

/// <summary>The ranges of <see cref="PostgreSqlStoreOptions"/>.</summary>
internal static class PostgreSqlStoreOptionsRules
{
    // Names of PostgreSQL have 63 bytes at most; some of ours are the schema's with something after it.
    private const int MaxWriters = 64;
    private const int MaxSchemaLength = 48;

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    /// <summary>Says which settings break their rules; empty where none does.</summary>
    public static List<string> Check(PostgreSqlStoreOptions options)
    {
        List<string> broken = [];
        CheckServer(broken, options);
        if (CheckSchema(options.Schema) is { } brokenSchema)
        {
            broken.Add($"{nameof(PostgreSqlStoreOptions)}.{brokenSchema}");
        }

        OptionRanges.Check(broken, nameof(PostgreSqlStoreOptions), nameof(options.Writers), options.Writers, MaxWriters);
        OptionRanges.Check(broken, nameof(PostgreSqlStoreOptions), nameof(options.QueueCapacity), options.QueueCapacity, OptionRanges.MaxQueueCapacity);
        OptionRanges.Check(broken, nameof(PostgreSqlStoreOptions), nameof(options.MaxCommandsPerCommit), options.MaxCommandsPerCommit, OptionRanges.MaxCommandsPerCommit);
        OptionRanges.Check(broken, nameof(PostgreSqlStoreOptions), nameof(options.RetryTimeout), options.RetryTimeout, TimeSpan.Zero, OneHour);
        OptionRanges.Check(broken, nameof(PostgreSqlStoreOptions), nameof(options.IdleTransactionTimeout), options.IdleTransactionTimeout, TimeSpan.FromSeconds(1), OneHour);
        OptionRanges.Check(broken, nameof(PostgreSqlStoreOptions), nameof(options.MaxParticipants), options.MaxParticipants, 1_000);
        OptionRanges.Check(
            broken, nameof(PostgreSqlStoreOptions), nameof(options.ParticipantTimeout), options.ParticipantTimeout, OptionRanges.MinParticipantTimeout, OptionRanges.MaxParticipantTimeout);
        OptionRanges.Check(broken, nameof(PostgreSqlStoreOptions), nameof(options.ListenerProbeInterval), options.ListenerProbeInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        if (options.Random is null)
        {
            Add(broken, nameof(options.Random), "is null; it must be a source of random numbers");
        }

        return broken;
    }

    /// <summary>Says how a name breaks the rule for schemas; null where it keeps it. It shows the value without what would break a log.</summary>
    public static string? CheckSchema(string? name) => IsSchemaName(name)
        ? null
        : new InvalidInputException(
            nameof(PostgreSqlStoreOptions.Schema), name, $"must be 1 to {MaxSchemaLength} lower-case letters, digits and underscores, the first no digit, and not begin with pg_").Message;

    private static void CheckServer(List<string> broken, PostgreSqlStoreOptions options)
    {
        if (options.DataSource is not null)
        {
            if (options.ConnectionString is not null)
            {
                Add(broken, nameof(options.ConnectionString), $"is set beside {nameof(options.DataSource)}; only one of them can say where the wallets are");
            }

            CheckPool(broken, nameof(options.DataSource), new NpgsqlConnectionStringBuilder(options.DataSource.ConnectionString), options);
            return;
        }

        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            Add(broken, nameof(options.ConnectionString), $"is empty; it or {nameof(options.DataSource)} must say where the wallets are");
            return;
        }

        try
        {
            var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString);
            if (string.IsNullOrEmpty(settings.Host))
            {
                Add(broken, nameof(options.ConnectionString), "names no server; it must have a Host");
            }

            CheckPool(broken, nameof(options.ConnectionString), settings, options);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The error leaves out the driver's message, because a connection string holds a password and the message may quote it.
            Add(broken, nameof(options.ConnectionString), "cannot be read; it must be a connection string of Npgsql");
        }
    }

    private static void CheckPool(List<string> broken, string name, NpgsqlConnectionStringBuilder settings, PostgreSqlStoreOptions options)
    {
        var needed = ConnectionCheck.Needed(options);
        if (options.Writers <= MaxWriters && settings.Pooling && settings.MaxPoolSize < needed)
        {
            Add(broken, name, string.Create(CultureInfo.InvariantCulture, $"allows {settings.MaxPoolSize} connections; {options.Writers} writers need a Maximum Pool Size of {needed} or more"));
        }

        if (settings.Multiplexing)
        {
            Add(broken, name, "has Multiplexing; a writer prepares statements on a connection of its own");
        }
    }

    private static bool IsSchemaName(string? name) =>
        name is { Length: >= 1 and <= MaxSchemaLength }
        && !name.StartsWith("pg_", StringComparison.Ordinal)
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private static void Add(List<string> broken, string name, string rule) => broken.Add($"{nameof(PostgreSqlStoreOptions)}.{name} {rule}.");
}
