namespace WalletKit;

/// <summary>
/// A refusal or a failure. All of WalletKit's own exceptions derive from it; <see cref="Code"/> is stable across releases
/// and made for programs, the message is made for people. Nothing was changed, unless a
/// <see cref="WalletStoreException"/> says that the outcome is unknown.
/// </summary>
public abstract class WalletException : Exception
{
    private protected WalletException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The stable name of what happened, such as <c>insufficient_funds</c>.</summary>
    public string Code { get; }

    /// <summary>Whether the same call may well succeed a little later, with nothing changed by the caller.</summary>
    public virtual bool IsTransient => false;
}
