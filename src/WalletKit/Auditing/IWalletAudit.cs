namespace WalletKit;

/// <summary>Checks that the books keep all their promises, beside the writers and without any change.</summary>
public interface IWalletAudit
{
    /// <summary>Reads the whole store and compares all records that must agree.</summary>
    /// <remarks>
    /// Writes during the audit cause no findings. Memory stays bounded, however much data there is and however damaged it is.
    /// </remarks>
    /// <param name="options">The settings of the audit; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the audit without a report.</param>
    /// <exception cref="InvalidInputException">An option is out of its range.</exception>
    /// <exception cref="WalletStoreException">
    /// The store cannot be opened or read for a reason other than its content: it is busy or closed, may not be read, or belongs to another application or a
    /// newer release. Damage is a finding, even where nothing can be read at all.
    /// </exception>
    Task<AuditReport> AuditAsync(AuditOptions? options = null, CancellationToken cancellationToken = default);
}
