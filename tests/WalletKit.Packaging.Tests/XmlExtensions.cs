using System.Xml.Linq;

namespace WalletKit.Packaging.Tests;

internal static class XmlExtensions
{
    /// <summary>Finds a child by its local name, because the namespace of a nuspec depends on the version of NuGet that wrote it.</summary>
    public static XElement Child(this XElement parent, string name) => parent.Elements().Single(element => element.Name.LocalName == name);
}
