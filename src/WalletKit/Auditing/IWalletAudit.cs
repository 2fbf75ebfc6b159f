namespace WalletKit;

/// <summary>Checks that the books keep their promises, all of them, beside the writers and without changing anything.</summary>
public interface IWalletAudit
{
    /// <summary>
    /// Reads the whole store and compares everything with everything that it must agree with. What is written meanwhile is no finding.
    /// Memory stays bounded, however much there is and however damaged it is.
    /// </summary>
    /// <param name="options">What to look at and how much to tell; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the audit without a report.</param>
    /// <exception cref="InvalidInputException">An option is out of its range.</exception>
    /// <exception cref="WalletStoreException">
    /// The store cannot be opened or read for another reason than what stands in it: it is busy, closed, may not be read, is another
    /// application's or a newer release's. Damage is a finding, even where nothing can be read at all.
    /// </exception>
    Task<AuditReport> AuditAsync(AuditOptions? options = null, CancellationToken cancellationToken = default);
}
