using System.Data.Common;
using WalletKit.Model;
using WalletKit.Model.Money;
using WalletKit.Pipeline;
using WalletKit.Service.Erasing;
using WalletKit.Service.Holds;
using WalletKit.Service.Sections;
using WalletKit.Service.Transfers;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Service;

internal sealed partial class WalletService(
    IWalletStore store,
    ICommandPipeline pipeline,
    CommandPreparation preparation,
    CurrencyCatalog currencies,
    OwnerTransferTermsInForce ownerTerms,
    SectionScope scope,
    AmbientTransactions ambient,
    SectionRunner sections,
    HoldSweep holdSweep,
    TextSweep textSweep,
    TimeProvider timeProvider,
    RandomSource random) : WalletOperations(store, pipeline, Route.Call, currencies, ownerTerms, timeProvider, random), IWalletService
{
    public IWalletOperations In(DbTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return BareStore.Features.HasFlag(StoreFeatures.HostTransactions) ? By(Route.In(transaction)) : throw HostTransactionRules.Unsupported(transaction, BareStore);
    }
}
