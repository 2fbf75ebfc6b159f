using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WalletKit.AspNetCore.Endpoints;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore;

/// <summary>Gives a host's own endpoints the answers that those of WalletKit give to exceptions.</summary>
public static class WalletProblemExtensions
{
    /// <summary>
    /// Answers each <see cref="WalletException"/> that leaves an endpoint of the host with problem details: status, <c>code</c>, <c>field</c>, and no stack trace.
    /// </summary>
    /// <remarks>
    /// It works behind <c>app.UseExceptionHandler()</c>, whatever kind of endpoint it is, and in place of the page for developers. Add it before handlers of the
    /// host's own that take every exception. What a store says of itself is logged, and is not in the answer.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    public static IServiceCollection AddWalletProblemDetails(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        // Without it UseExceptionHandler() asks for a path of its own.
        services.AddProblemDetails();
        services.TryAddSingleton<HostProblem>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, WalletExceptionHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeveloperPageExceptionFilter, WalletExceptionHandler>());
        return services;
    }

    /// <summary>Does the same for one endpoint, or for a group of minimal APIs, without an exception handler around them.</summary>
    /// <param name="builder">The endpoint or the group.</param>
    /// <exception cref="InvalidOperationException">When the endpoints are built: <see cref="AddWalletProblemDetails"/> was not called.</exception>
    public static TBuilder WithWalletProblemDetails<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilterFactory(static (context, next) =>
        {
            var problems = context.ApplicationServices.GetService<HostProblem>()
                ?? throw new InvalidOperationException($"Call services.{nameof(AddWalletProblemDetails)}() before {nameof(WithWalletProblemDetails)}().");
            return invocation => new HostProblemFilter(problems).InvokeAsync(invocation, next);
        });
}
