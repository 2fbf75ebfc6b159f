using WalletKit.Rules;

namespace WalletKit.Storage.Relational;

/// <summary>Reads the values of the row at which a database stands. It is implemented by structs, so that reading a row boxes nothing.</summary>
internal interface IRowReader
{
    bool IsNull(int place);

    long Int64(int place);

    bool Flag(int place);

    string Text(int place);

    Guid Guid(int place);

    DateTimeOffset Time(int place);

    Sha256Hash Hash(int place);

    /// <summary>Reads an exchange rate.</summary>
    decimal Rate(int place);
}
