namespace WalletKit.Durability.Tests.Joining;

/// <summary>A participant that does what a test says, and counts its runs.</summary>
internal sealed class SqliteAct(Action<SqliteParticipantContext> act) : ISqliteParticipant
{
    public string Name => "orders";

    public int Runs { get; private set; }

    public SqliteParticipantContext? Context { get; private set; }

    /// <summary>A participant that adds an order.</summary>
    public static SqliteAct Order(int number) => new(context => Run(context, $"INSERT INTO orders (number) VALUES ({number})"));

    public static void Run(SqliteParticipantContext context, string sql)
    {
        using var command = context.Connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Write(SqliteParticipantContext context)
    {
        Runs++;
        Context = context;
        act(context);
    }
}
