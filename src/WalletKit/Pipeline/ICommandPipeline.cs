using WalletKit.Stores;

namespace WalletKit.Pipeline;

/// <summary>The only way by which commands reach the store.</summary>
internal interface ICommandPipeline
{
    /// <summary>Commits a batch, or returns why it was refused. It runs without a pause up to the store where no lock, policy or rate makes it wait.</summary>
    /// <param name="batch">The commands.</param>
    /// <param name="route">The steps that the caller asks for.</param>
    /// <param name="cancellationToken">Honored until the batch is handed to the store.</param>
    /// <exception cref="NestedSectionException">The route refuses calls from inside a section, and this is one.</exception>
    /// <exception cref="AmbientTransactionException">The route refuses calls inside a scope of the host, and this is one.</exception>
    /// <exception cref="ExchangeRateUnavailableException">The host's provider of rates failed.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    ValueTask<BatchResult> CommitAsync(CommandBatch batch, Route route, CancellationToken cancellationToken);

    /// <summary>Throws where the calling code may not use the route. Only a caller that asks code of the host before it commits has to call it.</summary>
    /// <exception cref="NestedSectionException">The route refuses calls from inside a section, and this is one.</exception>
    /// <exception cref="AmbientTransactionException">The route refuses calls inside a scope of the host, and this is one.</exception>
    void ThrowIfMisplaced(Route route);
}
