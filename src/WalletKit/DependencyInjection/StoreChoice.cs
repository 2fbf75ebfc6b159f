using Microsoft.Extensions.DependencyInjection;
using WalletKit.Stores;

namespace WalletKit.DependencyInjection;

/// <summary>Which store the host chose. It stands among the services, so that a second choice that differs is refused where it is made.</summary>
/// <param name="Name">How messages name the store.</param>
/// <param name="Create">What makes it: two choices agree where one and the same method makes the store.</param>
internal sealed record StoreChoice(string Name, Delegate Create)
{
    /// <summary>Notes a choice, and says whether it is the first of the host.</summary>
    /// <exception cref="InvalidOperationException">Another store was chosen before.</exception>
    public static bool IsFirst(IServiceCollection services, StoreChoice choice)
    {
        var standing = (StoreChoice?)services.FirstOrDefault(service => service.ServiceType == typeof(StoreChoice))?.ImplementationInstance;
        if (standing is null)
        {
            services.AddSingleton(choice);
            return true;
        }

        return standing == choice ? false : throw new InvalidOperationException(
            $"Two stores of wallets were chosen: {standing.Name}, then {(choice.Name == standing.Name ? $"another {choice.Name}" : choice.Name)}. A host has one; choose it once. "
            + "A test that puts another in its place registers it as an IWalletStore after AddWalletKit().");
    }
}
