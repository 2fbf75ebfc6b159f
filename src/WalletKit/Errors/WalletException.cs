namespace WalletKit;

/// <summary>The base class of WalletKit's own exceptions: of refusals and of failures.</summary>
/// <remarks>
/// <see cref="Code"/> is made for programs and stays the same in all releases; the message is made for people. Nothing was changed, unless a
/// <see cref="WalletStoreException"/> says that the outcome is unknown.
/// </remarks>
public abstract class WalletException : Exception
{
    private protected WalletException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>Gets the stable name of the refusal or failure, such as <c>insufficient_funds</c>.</summary>
    public string Code { get; }

    /// <summary>Gets whether the same call may succeed a little later, with nothing changed by the caller.</summary>
    public virtual bool IsTransient => false;
}
