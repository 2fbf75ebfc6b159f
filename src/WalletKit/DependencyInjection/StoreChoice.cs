using Microsoft.Extensions.DependencyInjection;
using WalletKit.Stores;

namespace WalletKit.DependencyInjection;

/// <summary>The store that the host chose. It is registered as a service, so that a second choice that differs is refused where it is made.</summary>
/// <param name="Name">The name of the store in messages.</param>
/// <param name="Create">The method that makes the store. Two choices agree where the same method makes the store.</param>
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
