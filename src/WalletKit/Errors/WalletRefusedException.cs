namespace WalletKit;

/// <summary>
/// A command or call that was refused: by a rule, for its input, or for the state of a wallet. Nothing was changed. Failures of the store are
/// <see cref="WalletStoreException"/>, which is not one of these.
/// </summary>
public abstract class WalletRefusedException : WalletException
{
    private protected WalletRefusedException(RefusalKind kind, string code, string message, Exception? innerException = null)
        : base(code, message, innerException) => Kind = kind;

    /// <summary>Gets the kind of reason, from which a protocol derives its own status.</summary>
    public RefusalKind Kind { get; }

    /// <summary>Gets whether the same call may succeed a little later, with nothing changed by the caller.</summary>
    public sealed override bool IsTransient => Kind == RefusalKind.Unavailable;
}
