using WalletKit.Model;

namespace WalletKit;

/// <summary>The kind of reason for a refusal.</summary>
/// <remarks>The numbers never change; later releases may add kinds.</remarks>
public enum RefusalKind
{
    /// <summary>The input breaks a rule, whatever the state of any wallet.</summary>
    Malformed = 1,

    /// <summary>The command names a wallet, transaction, hold or rebate that does not exist.</summary>
    NotFound = 2,

    /// <summary>A policy of the host does not allow the command to its caller.</summary>
    NotAllowed = 3,

    /// <summary>The wallet has another version than the expected one.</summary>
    VersionConflict = 4,

    /// <summary>The idempotency key was used with another request.</summary>
    KeyConflict = 5,

    /// <summary>The state of a wallet, transaction, hold or rebate does not allow the command.</summary>
    /// <remarks>A limit on the number of wallets or holds that is reached counts as such a state.</remarks>
    State = 6,

    /// <summary>The money is not available, or the balance would leave its range.</summary>
    Funds = 7,

    /// <summary>A service of the host that the command needs cannot answer now. The same command may succeed later.</summary>
    Unavailable = 8,

    /// <summary>The host's code made a call in a place where it must not. No change of the input helps.</summary>
    Misuse = 9,
}
