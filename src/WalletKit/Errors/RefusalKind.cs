using WalletKit.Model;

namespace WalletKit;

/// <summary>The kind of reason for which a command or call was refused. The numbers never change; later releases may add kinds.</summary>
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

    /// <summary>The idempotency key stands for another request.</summary>
    KeyConflict = 5,

    /// <summary>The state of a wallet, transaction, hold or rebate does not allow the command, or a limit on their number is reached.</summary>
    State = 6,

    /// <summary>The money is not there, or the balance would leave its range.</summary>
    Funds = 7,

    /// <summary>A service of the host that the command needs cannot answer now. The same command may succeed later.</summary>
    Unavailable = 8,

    /// <summary>The host's code made a call where it must not. No change of the input helps.</summary>
    Misuse = 9,
}
