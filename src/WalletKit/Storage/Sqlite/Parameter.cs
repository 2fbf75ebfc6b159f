namespace WalletKit.Storage.Sqlite;

/// <summary>The values that statements take. The SQL names a value as this list does: <c>:walletRow</c> is <see cref="WalletRow"/>.</summary>
internal enum Parameter
{
    /// <summary>The public id of a wallet.</summary>
    Wallet,

    /// <summary>The row id of a wallet.</summary>
    WalletRow,
    Owner,
    Name,
    Version,
    Number,
    Reference,
    Key,

    /// <summary>The secret of a wallet's texts.</summary>
    Secret,

    /// <summary>The time that the clock shows.</summary>
    Now,
    Time,
    EndedThrough,
    EndedNumber,

    /// <summary>The place after which a list goes on.</summary>
    After,
    AfterTime,

    /// <summary>The last place of a list, or the last entry of a sum, which is included.</summary>
    Through,
    ThroughTime,

    /// <summary>The row id of the wallet of the last key, which is included, and the key.</summary>
    ThroughRow,
    ThroughKey,
    Lowest,
    Highest,
    Limit,

    /// <summary>The row id of a deposit, which is the row id of its rebate as well.</summary>
    DepositRow,
    Status,
    Policy,
    PolicyRow,
    Terms,
    Claim,

    /// <summary>The row id of a journal entry.</summary>
    EntryRow,

    Currency,
    Exponent,
    Account,
    Total,
    Carry,
    Log,
    LogBefore,
    StoreId,
    Path,
}
