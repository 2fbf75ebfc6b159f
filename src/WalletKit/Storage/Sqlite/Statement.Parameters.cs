using SQLitePCL;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

// Values by the names that the SQL gives them. The names are looked up once, when the statement is prepared.
internal sealed partial class Statement
{
    private static readonly int s_parameters = Enum.GetValues<Parameter>().Length;

    // The place of each parameter in the SQL, which begins with 1; 0 where the SQL does not name it, which SQLite refuses to bind.
    private readonly int[] _places;

    public Statement Bind(Parameter parameter, long value) => Bind(PlaceOf(parameter), value);

    public Statement Bind(Parameter parameter, ReadOnlySpan<byte> value) => Bind(PlaceOf(parameter), value);

    public Statement Bind(Parameter parameter, Guid value) => Bind(PlaceOf(parameter), value);

    public Statement Bind(Parameter parameter, string value) => Bind(PlaceOf(parameter), value);

    public Statement Bind(Parameter parameter, Sha256Hash value) => Bind(PlaceOf(parameter), value);

    public Statement Bind(Parameter parameter, Secret value) => Bind(PlaceOf(parameter), value);

    public Statement Bind(Parameter parameter, DateTimeOffset value) => Bind(PlaceOf(parameter), SqliteTime.Of(value));

    private int PlaceOf(Parameter parameter) => _places[(int)parameter];

    private static int[] FindPlaces(sqlite3_stmt statement)
    {
        var places = new int[s_parameters];
        for (var place = raw.sqlite3_bind_parameter_count(statement); place > 0; place--)
        {
            if (raw.sqlite3_bind_parameter_name(statement, place).utf8_to_string() is [':', .. var name])
            {
                places[(int)Enum.Parse<Parameter>(name, ignoreCase: true)] = place;
            }
        }

        return places;
    }
}
