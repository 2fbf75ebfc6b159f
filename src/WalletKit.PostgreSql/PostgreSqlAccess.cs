namespace WalletKit;

/// <summary>Says what a role may do with the tables of a <see cref="PostgreSqlWalletStore"/>.</summary>
public enum PostgreSqlAccess
{
    /// <summary>Reads and commits, as the role of a host. It cannot change or delete an entry of the journal.</summary>
    Application = 1,

    /// <summary>Reads all tables and views, the secrets of wallets included.</summary>
    ReadOnly = 2,

    /// <summary>Reads the views alone, whose amounts are in units.</summary>
    Reports = 3,
}
