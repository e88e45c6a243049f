namespace Microsoft.Azure.Functions.Worker.Converters
{
    /// <summary>Names the converter that fills a parameter.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Enum
        | AttributeTargets.Struct | AttributeTargets.Parameter)]
    public class InputConverterAttribute(Type converterType) : Attribute
    {
        /// <summary>The type of the converter.</summary>
        public Type ConverterType { get; } = converterType;
    }
}

namespace Microsoft.Azure.Functions.Worker.Http
{
    /// <summary>Reads a parameter of an HTTP function from the JSON body of the request.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class FromBodyAttribute : Converters.InputConverterAttribute
    {
        /// <summary>Creates the attribute.</summary>
        public FromBodyAttribute()
            : base(typeof(FromBodyConverter))
        {
        }

        // The host reads the body itself; the type only fills the base class's argument.
        private static class FromBodyConverter;
    }
}
